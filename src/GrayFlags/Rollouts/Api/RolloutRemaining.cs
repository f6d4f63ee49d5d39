namespace GrayFlags;

/// <summary>The gates that a stage still waits for, and the time they take at the rate so far. Estimates are what they are called: traffic changes.</summary>
public sealed record RolloutRemaining
{
    /// <summary>The rest of its <c>hold</c>; zero when it is over.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The next opening of its <c>window</c>; null when it has none, when it is open, or when it does not open within a week.</summary>
    public DateTimeOffset? WindowOpensAt { get; init; }

    /// <summary>
    /// The number of canary units that must have a settled outcome in the stage; comparisons of the shadow where nobody is admitted. 0 where none must.
    /// </summary>
    public long SamplesWanted { get; init; }

    /// <summary>The number of units that have one.</summary>
    public long Samples { get; init; }

    /// <summary>The time that the rest takes at the rate of this stage; null when nothing is missing, or nothing came yet.</summary>
    public TimeSpan? SamplesIn { get; init; }

    /// <summary>True when an operator's approval is missing.</summary>
    public bool Approval { get; init; }

    /// <summary>The time that the evidence takes that the stage asks for, at the rate of this stage; null when none is missing, or it does not grow.</summary>
    public TimeSpan? EvidenceIn { get; init; }

    /// <summary>All of it in a sentence for whoever is on call, such as <c>held: 212 of 300 canary units, about 14 min at this rate</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// A warning of a gate that will not be met as things are: at this rate <c>minSamples</c> takes longer than <c>maxHold</c>, or than 30 days; or calls last
    /// longer than <c>settle</c>. Null where nothing is.
    /// </summary>
    public string? Warning { get; init; }
}
