namespace GrayFlags;

/// <summary>The gates that a stage still waits for, and estimates of the time they take at the rate so far.</summary>
public sealed record RolloutRemaining
{
    /// <summary>The remaining <c>hold</c>; zero when it is over.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The next opening of its <c>window</c>; null when it has none, when it is open, or when it does not open within a week.</summary>
    public DateTimeOffset? WindowOpensAt { get; init; }

    /// <summary>
    /// The number of canary units that must have a settled outcome in the stage, or of shadow comparisons when nobody is admitted; 0 when none are required.
    /// </summary>
    public long SamplesWanted { get; init; }

    /// <summary>The number so far.</summary>
    public long Samples { get; init; }

    /// <summary>The estimated time to the rest, at the rate of this stage; null when none are missing, or none have come yet.</summary>
    public TimeSpan? SamplesIn { get; init; }

    /// <summary>True when an operator's approval is missing.</summary>
    public bool Approval { get; init; }

    /// <summary>The estimated time to the required evidence, at the rate of this stage; null when none is missing, or it does not grow.</summary>
    public TimeSpan? EvidenceIn { get; init; }

    /// <summary>A summary for the engineer on call, such as <c>held: 212 of 300 canary units, about 14 min at this rate</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// A warning about a gate that will not be met as things are: at this rate <c>minSamples</c> takes longer than <c>maxHold</c> or 30 days, or calls last
    /// longer than <c>settle</c>. Null when there is none.
    /// </summary>
    public string? Warning { get; init; }
}
