using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrayFlags.Rollouts.Guards;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>The content of a checkpoint.</summary>
internal sealed record FleetState
{
    /// <summary>The edition of the log and of the guards that wrote it. A node of another edition serves, and does not judge.</summary>
    public const int Edition = (FleetBatch.Format * 1_000) + GuardSetState.Edition;

    public int Version { get; init; }

    /// <summary>The guards that it is the evidence of; see <see cref="GuardFingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// Tells evidence apart that was gathered by the same guards, but not since the same moment: after guards were changed and changed back, only those nodes
    /// began anew that have seen the change; and after a failover that has forgotten an attempt's first checkpoint there is another first one.
    /// </summary>
    public long Lineage { get; init; }

    /// <summary>The store's time of the last entry that is in it; null for none.</summary>
    public DateTimeOffset? LastEntryAt { get; init; }

    /// <summary>The guards' state; null at the beginning of an attempt.</summary>
    public GuardSetState? Guards { get; init; }

    /// <summary>The text that tells this evidence from other evidence; see <see cref="RolloutCheckpoint.Origin"/>.</summary>
    [JsonIgnore]
    public string Origin => GuardsOf(Fingerprint) + Lineage.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>True for the origin of evidence that these guards have weighed, in this edition of the library.</summary>
    public static bool IsOf(string origin, string fingerprint) => origin.StartsWith(GuardsOf(fingerprint), StringComparison.Ordinal);

    public static string Write(FleetState state) => JsonSerializer.Serialize(state, FleetStateJsonContext.Default.FleetState);

    /// <summary>Reads the content; null when it is of another edition, or of nobody's.</summary>
    public static FleetState? TryRead(string text)
    {
        try
        {
            var state = JsonSerializer.Deserialize(text, FleetStateJsonContext.Default.FleetState);
            return state is { Version: Edition, Fingerprint: not null } && state.Guards is null or { IsSound: true } ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string GuardsOf(string fingerprint) => string.Create(CultureInfo.InvariantCulture, $"{Edition} {fingerprint} ");

    /// <summary>True for a content that is of no edition: nobody can read it.</summary>
    public static bool IsDamaged(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("version", out var version)
                || !version.TryGetInt32(out var edition)
                || (edition == Edition && TryRead(text) is null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FleetState))]
internal sealed partial class FleetStateJsonContext : JsonSerializerContext;
