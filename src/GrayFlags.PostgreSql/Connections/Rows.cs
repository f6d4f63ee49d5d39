using System.Text.Json;
using GrayFlags.Engines;
using Npgsql;

namespace GrayFlags.PostgreSql.Connections;

/// <summary>Rows as records, and texts for statements.</summary>
internal static class Rows
{
    private const string NotNow = "PostgreSQL has returned no row where there has to be one.";

    /// <summary>Microseconds since 1970: what PostgreSQL's times are made of. One that is damaged reads as 1970.</summary>
    public static DateTimeOffset Time(NpgsqlDataReader reader, int column) =>
        DateTimeOffset.UnixEpoch.AddTicks((LongOrNull(reader, column) ?? 0) * TimeSpan.TicksPerMicrosecond);

    public static async Task ReadOneAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new IOException(NotNow);
        }
    }

    public static byte[] Bytes(NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static long? LongOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static string JsonOf(RolloutRecord record) => JsonSerializer.Serialize(record, EngineJson.Default.RolloutRecord);
}
