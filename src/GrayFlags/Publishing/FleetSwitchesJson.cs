using System.Text.Json;
using System.Text.Json.Serialization;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Publishing;

/// <summary>The stored form of <see cref="FleetSwitches"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetSwitches))]
internal sealed partial class FleetSwitchesJson : JsonSerializerContext
{
    private const string Salvaged = "it was turned off in a version that cannot be read";

    public static ReadOnlyMemory<byte> Write(FleetSwitches switches) =>
        JsonSerializer.SerializeToUtf8Bytes(switches with { Version = 0 }, Default.FleetSwitches);

    private static TurnedOffFlag Plain(TurnedOffFlag entry) =>
        entry with { By = LogSafeText.Name(entry.By), Reason = LogSafeText.Sentence(entry.Reason) };

    /// <summary>
    /// The flags that are named in what cannot be read, up to where it breaks off or is nonsense: of a damaged kill switch one flag too many is off sooner than
    /// one too few.
    /// </summary>
    public static IReadOnlyList<TurnedOffFlag> Salvage(StoredDocument document)
    {
        var (found, isFlag) = (new List<TurnedOffFlag>(), false);
        var reader = new Utf8JsonReader(document.Utf8Json.Span);
        try
        {
            while (reader.Read())
            {
                if (isFlag && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } flag)
                {
                    found.Add(new TurnedOffFlag(flag, LogSafeText.Name(document.By), Salvaged, document.At));
                }

                isFlag = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("flag"u8);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What was found before it counts.
        }

        return found;
    }

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
