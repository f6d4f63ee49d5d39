using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Usage;

/// <summary>Reads and writes <see cref="UsageState"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageState))]
[JsonSerializable(typeof(FleetRecord))]
internal sealed partial class UsageStateJson : JsonSerializerContext
{
    private const int PartsOfADay = 3;

    // Names of any script stay unescaped: escaped, they would take up to six times the space.
    private static readonly UsageStateJson Relaxed = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static byte[] Write(UsageState state) => JsonSerializer.SerializeToUtf8Bytes(state, Relaxed.UsageState);

    public static byte[] Write(FleetRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Relaxed.FleetRecord);

    /// <summary>Parses the record of a fleet; returns null when the text is not one.</summary>
    public static FleetRecord? ReadFleet(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.FleetRecord) is { Days: not null, Flags: not null, Writers: not null } record
                && record.Flags.Values.All(IsSound)
                && record.Writers.Values.All(static writer => writer is not null)
                ? record
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Parses a state; returns null when the text is not one.</summary>
    public static UsageState? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.UsageState) is { Days: not null, Flags: not null } state && state.Flags.Values.All(IsSound)
                ? state
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSound(UsageState.FlagState? flag) => flag is { Days: { } days } && IsSound(days) && (flag.Unsent is null || IsSound(flag.Unsent));

    private static bool IsSound(IReadOnlyList<long[]> days) => days.Count <= FlagLedger.MostDays
        && days.All(static day => day is { Length: PartsOfADay } && day[0] >= 0 && day[0] <= System.DateOnly.MaxValue.DayNumber && day[1] >= 0 && day[2] >= 0);
}
