namespace GrayFlags;

/// <summary>What a stage still waits for, and for how long at the rate so far. Estimates are what they are called: traffic changes.</summary>
public sealed record RolloutRemaining
{
    /// <summary>How long its <c>hold</c> still lasts; zero when it is over.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>When its <c>window</c> opens next, within a week; null where it has none, where it is open, or where it does not open in that time.</summary>
    public DateTimeOffset? WindowOpensAt { get; init; }

    /// <summary>How many canary units must have a settled outcome in the stage; comparisons of the shadow where nobody is admitted. 0 where none must.</summary>
    public long SamplesWanted { get; init; }

    /// <summary>How many have one.</summary>
    public long Samples { get; init; }

    /// <summary>How long the rest takes at the rate of this stage; null where nothing is missing, or nothing came yet.</summary>
    public TimeSpan? SamplesIn { get; init; }

    /// <summary>Whether an operator's approval is missing.</summary>
    public bool Approval { get; init; }

    /// <summary>How long the evidence that the stage asks for takes at the rate of this stage; null where none is missing, or it does not grow.</summary>
    public TimeSpan? EvidenceIn { get; init; }

    /// <summary>All of it in a sentence for whoever is on call, such as <c>held: 212 of 300 canary units, about 14 min at this rate</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>What will not come about as things are: at this rate <c>minSamples</c> takes longer than <c>maxHold</c>, or than 30 days; or calls last longer than <c>settle</c>. Null where nothing is.</summary>
    public string? Warning { get; init; }
}
