using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>How one provider stood at one moment. Immutable.</summary>
public sealed record ProviderStatus
{
    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required ProviderState State { get; init; }

    /// <summary>What is wrong in its newest document.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; init; } = [];

    /// <summary>Why its source could not be read, or why its newest document is held back; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The version that the serving document gives itself, if any.</summary>
    public long? DocumentVersion { get; init; }

    /// <summary>When the last load ended; null before the first.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>When the serving document was saved, where it is the last known good one of an earlier run; null where it came from the source.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>How long the provider may be silent before its document counts as stale; null for providers that only speak up when something changed.</summary>
    public TimeSpan? MaxSilence { get; init; }

    /// <summary>When the library began to ask it: a first load that hangs is silence, too.</summary>
    internal DateTimeOffset? StartedAt { get; init; }

    /// <summary>How many loads have brought no good document since the start.</summary>
    public long Failures { get; init; }

    /// <summary>When the document that is serving now began to; null when none is.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
