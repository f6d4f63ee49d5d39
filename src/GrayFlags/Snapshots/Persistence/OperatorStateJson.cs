using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The saved form of <see cref="OperatorState"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperatorState))]
internal sealed partial class OperatorStateJson : JsonSerializerContext
{
    // Names of any script stay unescaped: escaped, they would take up to six times the space.
    private static readonly OperatorStateJson Relaxed = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static ReadOnlyMemory<byte> Write(OperatorState state) => JsonSerializer.SerializeToUtf8Bytes(state, Relaxed.OperatorState);

    /// <summary>Parses a state; returns null when the text is not one.</summary>
    public static OperatorState? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.OperatorState) is { TurnedOff: { } turnedOff, Off: { } off } state
                && turnedOff.All(flag => flag is { Flag: not null }) && off.Values.All(names => names is not null && names.All(name => name is not null))
                && state.Fleet?.TurnedOff?.All(flag => flag is { Flag: not null }) != false
                    ? state
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
