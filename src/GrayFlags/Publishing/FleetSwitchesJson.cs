using System.Text.Json;
using System.Text.Json.Serialization;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Publishing;

/// <summary>The stored form of <see cref="FleetSwitches"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetSwitches))]
internal sealed partial class FleetSwitchesJson : JsonSerializerContext
{
    public static ReadOnlyMemory<byte> Write(FleetSwitches switches) =>
        JsonSerializer.SerializeToUtf8Bytes(switches with { Version = 0 }, Default.FleetSwitches);

    private static TurnedOffFlag Plain(TurnedOffFlag entry) =>
        entry with { By = LogSafeText.Name(entry.By), Reason = LogSafeText.Sentence(entry.Reason) };

    /// <summary>Reads what is stored; null when it is something else.</summary>
    public static FleetSwitches? TryRead(StoredDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Utf8Json.Span, Default.FleetSwitches) is { TurnedOff: { } turnedOff } switches
                && turnedOff.All(static entry => entry is { Flag: not null, By: not null, Reason: not null })
                    ? switches with
                    {
                        Version = document.Version,
                        By = LogSafeText.Name(document.By),
                        Reason = LogSafeText.Sentence(document.Reason),

                        // They become lines of logs, whoever wrote them.
                        TurnedOff = [.. turnedOff.Select(Plain)],
                    }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
