namespace GrayFlags.Rules.Plans;

/// <summary>One compiled guard.</summary>
internal sealed class GuardPlan
{
    public required string Name { get; init; }

    public required GuardMetric Metric { get; init; }

    public required GuardKind Kind { get; init; }

    /// <summary>True if the canary is compared with a limit instead of with the control.</summary>
    public bool IsLimit { get; init; }

    /// <summary>The limit, a share between 0 and 1, if <see cref="IsLimit"/>.</summary>
    public double Max { get; init; }

    /// <summary>The quantile, 0.5 to 0.999, if the kind is one.</summary>
    public double Quantile { get; init; }

    /// <summary>The allowed excess of the canary's loss as a fraction of the control's.</summary>
    public double Relative { get; init; }

    /// <summary>The allowed excess on top of that.</summary>
    public double Absolute { get; init; }

    public required GuardAction OnBreach { get; init; }

    /// <summary>The calls of a unit that are evidence.</summary>
    public GuardCount Count { get; init; }

    /// <summary>True when a call that has not ended when it is judged counts for nothing instead of as a failure.</summary>
    public bool IgnoresNotEnded { get; init; }

    /// <summary>The consequence of a breach of a limit after the rollout has completed.</summary>
    public GuardAfterCompletion AfterCompletion { get; init; }
}
