namespace GrayFlags.Dashboard.Wire;

/// <summary>One flag, with its rules in the order in which they decide.</summary>
internal sealed record FlagView
{
    public required FlagRow Flag { get; init; }

    public required TurnedOffFlag? TurnedOff { get; init; }

    /// <summary>The rules as somebody about whom nothing is known meets them.</summary>
    public required ExplanationView ForNobody { get; init; }

    /// <summary>The flag as a document of its own; null for a version that is not kept.</summary>
    public required string? Json { get; init; }

    public required RolloutView? Rollout { get; init; }

    /// <summary>The answers over time; null when usage is not measured.</summary>
    public required UsageHistory? UsageHistory { get; init; }
}
