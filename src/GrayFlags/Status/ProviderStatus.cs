using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The state of one provider at one moment. Immutable.</summary>
public sealed record ProviderStatus
{
    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's state.</summary>
    public required ProviderState State { get; init; }

    /// <summary>The problems of its newest document.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; init; } = [];

    /// <summary>The reason why its source could not be read or is empty, or its newest document is held back; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that the serving document gives itself, if any.</summary>
    public long? DocumentVersion { get; init; }

    /// <summary>The end of the last load; null before the first.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The time when the serving document was saved, if it is the last known good one of an earlier run; null when it came from the source.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>
    /// The time that the provider may be silent before its document counts as stale; null for providers that only speak up when something changed.
    /// </summary>
    public TimeSpan? MaxSilence { get; init; }

    /// <summary>The time of the first load's start: a first load that hangs is silence, too.</summary>
    internal DateTimeOffset? StartedAt { get; init; }

    /// <summary>The number of loads without a good document since the start.</summary>
    public long Failures { get; init; }

    /// <summary>The time when the serving document began to serve; null when none does.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
