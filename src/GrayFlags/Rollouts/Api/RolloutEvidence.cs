namespace GrayFlags;

/// <summary>What one node has seen of one attempt. Totals, which only grow: writing one twice counts nothing twice.</summary>
public sealed record RolloutEvidence
{
    /// <summary>The flag.</summary>
    public required string Flag { get; init; }

    /// <summary>The rollout's id.</summary>
    public required string Id { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Who has seen it: the name of the instance.</summary>
    public required string Node { get; init; }

    /// <summary>Grows with each write of the node.</summary>
    public required long Sequence { get; init; }

    /// <summary>Outcomes of those who were admitted.</summary>
    public long CanaryOutcomes { get; init; }

    /// <summary>Outcomes of those who were left alone.</summary>
    public long ControlOutcomes { get; init; }

    /// <summary>What the guards go on from, as JSON of the library's own; to be kept as it is.</summary>
    public string State { get; init; } = "";
}
