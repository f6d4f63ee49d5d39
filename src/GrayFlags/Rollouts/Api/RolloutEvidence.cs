namespace GrayFlags;

/// <summary>The evidence of one node on one attempt. Cumulative: writing it twice counts nothing twice.</summary>
public sealed record RolloutEvidence
{
    /// <summary>The flag.</summary>
    public required string Flag { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The name of the instance.</summary>
    public required string Node { get; init; }

    /// <summary>The sequence number, which grows with each write of the node.</summary>
    public required long Sequence { get; init; }

    /// <summary>The number of the canary's outcomes.</summary>
    public long CanaryOutcomes { get; init; }

    /// <summary>The number of the control's outcomes.</summary>
    public long ControlOutcomes { get; init; }

    /// <summary>The state of the guards, in a format of the library's own; to be stored unchanged.</summary>
    public string State { get; init; } = "";
}
