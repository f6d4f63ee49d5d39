namespace GrayFlags.Documents;

/// <summary>
/// A staged rollout: more and more of an audience is served something, while what happens to them is compared with what happens to the others.
/// </summary>
/// <remarks>Either <see cref="Stages"/> or <see cref="Ramp"/> is given. Those whom a rule of the flag decides take no part.</remarks>
public sealed class RolloutDefinition : Definition
{
    /// <summary>Tells attempts apart: only a changed id is a new attempt with new evidence. Null: the default, <c>1</c>.</summary>
    public string? Id { get; init; }

    /// <summary>The time at which the first stage begins. Null: as soon as the rollout is loaded.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The subjects that take part at all. Null: everyone.</summary>
    public AudienceDefinition? Audience { get; init; }

    /// <summary>The bucketing unit: <c>user</c>, <c>region</c>, or the name of an attribute. Null: the default, <c>user</c>.</summary>
    public string? By { get; init; }

    /// <summary>The text mixed into the bucket. Null: the default, the flag's name in invariant lower case and <c>:rollout</c>.</summary>
    /// <remarks>Kept over attempts, so that the same subjects come first again. No percentage of a rule may have it too.</remarks>
    public string? Salt { get; init; }

    /// <summary>The order of admission. Null: the default, <see cref="RolloutOrder.Random"/>.</summary>
    public RolloutOrder? Order { get; init; }

    /// <summary>The attribute that holds a subject's rank, 0 to 1, for <see cref="RolloutOrder.Sequential"/>. Null: the default, <c>rank</c>.</summary>
    public string? Rank { get; init; }

    /// <summary>The value served to admitted subjects: <c>true</c> or a variant. Null: the default, <c>true</c>.</summary>
    public ServeDefinition? Serve { get; init; }

    /// <summary>The stages in their order. Null: there is a <see cref="Ramp"/> instead.</summary>
    public IReadOnlyList<StageDefinition>? Stages { get; init; }

    /// <summary>A share that grows with the clock and nothing else. Null: there are <see cref="Stages"/> instead.</summary>
    public RolloutRampDefinition? Ramp { get; init; }

    /// <summary>The guards by name. Names are unique ignoring case. Null: none.</summary>
    public IReadOnlyDictionary<string, GuardDefinition>? Guards { get; init; }

    /// <summary>
    /// The risk of a false alarm over the whole attempt, shared by its guards: above 0, at most 0.2. Each further attempt, which has the same arms, has half of
    /// it. Null: the default, 0.01.
    /// </summary>
    public decimal? Risk { get; init; }

    /// <summary>
    /// At what age a call is judged, 1 second to 1 hour in whole seconds. What has not ended by then counts as a failure, so it has to exceed the slowest
    /// normal answer of both arms. It grows by itself to twice the 99 % quantile of the control's durations, up to a minute. Null: the default, 5
    /// seconds.
    /// </summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>The proof required of stages that advance by evidence. Null: the defaults.</summary>
    public EvidenceDefinition? Evidence { get; init; }

    /// <summary>The actions taken when the measurement itself is unhealthy. Null: the defaults.</summary>
    public HealthDefinition? Health { get; init; }

    /// <summary>The policy for attempts after a rollback. Null: the defaults.</summary>
    public RollbackDefinition? OnRollback { get; init; }

    /// <summary>The feedback that removes a subject. Null: the defaults.</summary>
    public FeedbackDefinition? Feedback { get; init; }

    /// <summary>The action taken when a stage has reached its maximum duration. Null: the default, <see cref="MaxHoldAction.Hold"/>.</summary>
    public MaxHoldAction? OnMaxHold { get; init; }
}
