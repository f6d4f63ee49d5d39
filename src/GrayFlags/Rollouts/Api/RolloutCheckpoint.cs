namespace GrayFlags;

/// <summary>The evidence on one attempt of a rollout at a position of the log: an instance that starts needs only it and the log behind it.</summary>
public sealed record RolloutCheckpoint
{
    /// <summary>
    /// The number of entries behind a checkpoint that a store keeps for it. An instance that has the rollout writes a checkpoint at least every 11,000 entries:
    /// one that is further behind the end of the log belongs to a rollout that no instance has any more, and keeps nothing.
    /// </summary>
    public const int MostEntriesBehind = 20_000;

    /// <summary>The flag.</summary>
    public required string Flag { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The position of the last entry of the log that is in it.</summary>
    public required long Position { get; init; }

    /// <summary>The store's version of this checkpoint; 0 for one that was never written.</summary>
    public long Revision { get; init; }

    /// <summary>
    /// Tells this evidence from that of other guards, or of the same guards since another moment: equal for two checkpoints of which the later continues the
    /// earlier. Some 40 characters in a format of the library's own; to be stored unchanged.
    /// </summary>
    public string Origin { get; init; } = "";

    /// <summary>The evidence, in a format of the library's own; to be stored unchanged.</summary>
    public string State { get; init; } = "";
}
