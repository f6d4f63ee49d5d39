using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Usage;

/// <summary>Reads and writes <see cref="UsageState"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageState))]
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

    private static bool IsSound(UsageState.FlagState? flag) => flag is { Days: { Count: <= FlagLedger.MostDays } days }
        && days.All(static day => day is { Length: PartsOfADay } && day[0] >= 0 && day[0] <= System.DateOnly.MaxValue.DayNumber && day[1] >= 0 && day[2] >= 0);
}
