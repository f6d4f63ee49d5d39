namespace GrayFlags.Documents;

/// <summary>One thing that is watched while a rollout runs. Its metric has to be given.</summary>
public sealed class GuardDefinition : Definition
{
    /// <summary>What is watched.</summary>
    public GuardMetric? Metric { get; init; }

    /// <summary>How it becomes a loss. Null: not given, which is the mean for durations, the score for scores and the rate for all others.</summary>
    public GuardKind? Kind { get; init; }

    /// <summary>Which quantile, 0.5 to 0.999, where the kind is one.</summary>
    public decimal? Quantile { get; init; }

    /// <summary>What the canary is held against. Null: not given, which is <see cref="GuardComparison.Control"/>.</summary>
    public GuardComparison? Compare { get; init; }

    /// <summary>The limit, a rate between 0 and 1, where it is held against one.</summary>
    public decimal? Max { get; init; }

    /// <summary>How much worse than the control the canary may be. Null: no worse.</summary>
    public ToleranceDefinition? Tolerance { get; init; }

    /// <summary>What follows. Null: not given, which is <see cref="GuardAction.Rollback"/>.</summary>
    public GuardAction? OnBreach { get; init; }

    /// <summary>The calls of a unit that are evidence. Null: not given, which is <see cref="GuardCount.First"/>.</summary>
    public GuardCount? Count { get; init; }

    /// <summary>For errors: what a call counts as that has not ended when it is judged. Null: not given, which is <see cref="GuardNotEnded.Fail"/>.</summary>
    public GuardNotEnded? NotEnded { get; init; }

    /// <summary>
    /// For limits: what follows a breach after the rollout has completed. Null: not given, which is <see cref="GuardAfterCompletion.Alarm"/>.
    /// </summary>
    public GuardAfterCompletion? AfterCompletion { get; init; }
}
