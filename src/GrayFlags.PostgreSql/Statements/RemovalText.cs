using System.Text;
using System.Text.Json;
using GrayFlags.Engines;

namespace GrayFlags.PostgreSql.Statements;

/// <summary>Removals as one parameter, and their times as ticks: finer than PostgreSQL's, since the latest entry of a unit wins.</summary>
internal static class RemovalText
{
    /// <summary>The ticks of a day ago, less those of now in PostgreSQL's time.</summary>
    public static long Forgotten { get; } = DateTimeOffset.UnixEpoch.Ticks - TimeSpan.TicksPerDay;

    public static DateTimeOffset Time(long ticks) => new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    public static string Of(IReadOnlyList<RolloutRemoval> removals)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var number = 0; number < removals.Count; number++)
            {
                var removal = removals[number];
                EngineText.ThrowIfNotKey(removal.Flag);
                json.WriteStartObject();
                json.WriteNumber("number", number);
                json.WriteString("flag", removal.Flag.ToUpperInvariant());
                json.WriteNumber("unit", unchecked((long)removal.Unit));
                json.WriteString("name", removal.Flag);
                json.WriteNumber("at", removal.At.UtcTicks);
                json.WriteNumber("until", removal.Until.UtcTicks);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
