namespace GrayFlags.Documents;

/// <summary>
/// A staged rollout: more and more of an audience is served something, while what happens to them is compared with what happens to the others.
/// </summary>
/// <remarks>Either <see cref="Stages"/> or <see cref="Ramp"/> is given. Those whom a rule of the flag decides take no part.</remarks>
public sealed class RolloutDefinition : Definition
{
    /// <summary>Tells attempts apart: only a changed id is a new attempt with new evidence. Null: not given, which is <c>1</c>.</summary>
    public string? Id { get; init; }

    /// <summary>When the first stage begins. Null: as soon as it is loaded.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Who takes part at all. Null: everyone.</summary>
    public AudienceDefinition? Audience { get; init; }

    /// <summary>Whose bucket counts: <c>user</c>, <c>region</c>, or the name of an attribute. Null: not given, which is <c>user</c>.</summary>
    public string? By { get; init; }

    /// <summary>The text mixed into the bucket. Null: not given, which is the flag's name in invariant lower case and <c>:rollout</c>.</summary>
    /// <remarks>Kept over attempts, so that the same subjects come first again. No percentage of a rule may have it too.</remarks>
    public string? Salt { get; init; }

    /// <summary>Who is admitted first. Null: not given, which is <see cref="RolloutOrder.Random"/>.</summary>
    public RolloutOrder? Order { get; init; }

    /// <summary>The attribute that holds a subject's rank, 0 to 1, for <see cref="RolloutOrder.Sequential"/>. Null: not given, which is <c>rank</c>.</summary>
    public string? Rank { get; init; }

    /// <summary>What those who are admitted are served: <c>true</c> or a variant. Null: not given, which is <c>true</c>.</summary>
    public ServeDefinition? Serve { get; init; }

    /// <summary>The stages in their order. Null: there is a <see cref="Ramp"/> instead.</summary>
    public IReadOnlyList<StageDefinition>? Stages { get; init; }

    /// <summary>A share that grows with the clock and nothing else. Null: there are <see cref="Stages"/> instead.</summary>
    public RolloutRampDefinition? Ramp { get; init; }

    /// <summary>What is watched, by name. Names are unique ignoring case. Null: nothing.</summary>
    public IReadOnlyDictionary<string, GuardDefinition>? Guards { get; init; }

    /// <summary>
    /// The risk of a false alarm over the whole attempt, shared by its guards: above 0, at most 0.2. Each further attempt, which has the same arms, has half of
    /// it. Null: not given, which is 0.01.
    /// </summary>
    public decimal? Risk { get; init; }

    /// <summary>
    /// At what age a call is judged, 1 second to 1 hour in whole seconds. What has not ended by then counts as a failure, so it has to exceed the slowest
    /// normal answer of both arms. It grows by itself to twice the 99 % quantile of the control's durations, up to a minute. Null: not given, which is 5
    /// seconds.
    /// </summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>What has to be proved for stages that advance by evidence. Null: the defaults.</summary>
    public EvidenceDefinition? Evidence { get; init; }

    /// <summary>What happens when the measurement itself is ill. Null: the defaults.</summary>
    public HealthDefinition? Health { get; init; }

    /// <summary>What may follow a rollback. Null: the defaults.</summary>
    public RollbackDefinition? OnRollback { get; init; }

    /// <summary>Which feedback takes a subject out. Null: the defaults.</summary>
    public FeedbackDefinition? Feedback { get; init; }

    /// <summary>What happens when a stage's longest hold is over. Null: not given, which is <see cref="MaxHoldAction.Hold"/>.</summary>
    public MaxHoldAction? OnMaxHold { get; init; }
}
