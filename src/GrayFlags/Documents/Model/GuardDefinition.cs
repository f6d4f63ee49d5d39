namespace GrayFlags.Documents;

/// <summary>One thing that is watched while a rollout runs. Its metric has to be given.</summary>
public sealed class GuardDefinition : Definition
{
    /// <summary>The metric that is watched.</summary>
    public GuardMetric? Metric { get; init; }

    /// <summary>The way the metric becomes a loss. Null: the default, the mean for durations, the score for scores and the rate for all others.</summary>
    public GuardKind? Kind { get; init; }

    /// <summary>The quantile, 0.5 to 0.999, if the kind is <see cref="GuardKind.Quantile"/>.</summary>
    public decimal? Quantile { get; init; }

    /// <summary>The baseline that the canary is compared with. Null: the default, <see cref="GuardComparison.Control"/>.</summary>
    public GuardComparison? Compare { get; init; }

    /// <summary>The limit, a rate between 0 and 1, if the canary is compared with one.</summary>
    public decimal? Max { get; init; }

    /// <summary>The margin by which the canary may be worse than the control. Null: none.</summary>
    public ToleranceDefinition? Tolerance { get; init; }

    /// <summary>The action taken on a breach. Null: the default, <see cref="GuardAction.Rollback"/>.</summary>
    public GuardAction? OnBreach { get; init; }

    /// <summary>The calls of a unit that are evidence. Null: the default, <see cref="GuardCount.First"/>.</summary>
    public GuardCount? Count { get; init; }

    /// <summary>For errors: what a call counts as that has not ended when it is judged. Null: the default, <see cref="GuardNotEnded.Fail"/>.</summary>
    public GuardNotEnded? NotEnded { get; init; }

    /// <summary>
    /// For limits: what follows a breach after the rollout has completed. Null: the default, <see cref="GuardAfterCompletion.Alarm"/>.
    /// </summary>
    public GuardAfterCompletion? AfterCompletion { get; init; }
}
