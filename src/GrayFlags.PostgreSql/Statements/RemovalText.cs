using System.Text;
using System.Text.Json;
using GrayFlags.Engines;

namespace GrayFlags.PostgreSql.Statements;

/// <summary>Removals as one parameter, and their times as ticks: finer than PostgreSQL's, since the latest entry of a unit wins.</summary>
internal static class RemovalText
{
    /// <summary>The ticks of a day ago, less those of now in PostgreSQL's time.</summary>
    public static long Forgotten { get; } = DateTimeOffset.UnixEpoch.Ticks - TimeSpan.TicksPerDay;

    /// <summary>Reads a removal; null for one that is damaged.</summary>
    /// <param name="flag">The flag as its key has it, in upper case.</param>
    /// <param name="name">The flag as it was written.</param>
    /// <param name="unit">The hash of the unit.</param>
    /// <param name="at">Its time, in ticks.</param>
    /// <param name="until">Its end, in ticks.</param>
    public static RolloutRemoval? TryRead(string flag, string name, long unit, long at, long until) =>
        string.Equals(name, flag, StringComparison.OrdinalIgnoreCase) && IsTime(at) && IsTime(until)
            ? new RolloutRemoval(name, unchecked((ulong)unit), new DateTimeOffset(at, TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero))
            : null;

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks;

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
