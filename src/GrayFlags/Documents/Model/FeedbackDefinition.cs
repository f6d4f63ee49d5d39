namespace GrayFlags.Documents;

/// <summary>The effect of feedback on its subject.</summary>
public sealed class FeedbackDefinition : Definition
{
    /// <summary>The feedback that removes the subject from the rollout. Null: the defaults.</summary>
    public RemovalDefinition? RemoveWhen { get; init; }

    /// <summary>The duration of the removal, in whole seconds. Null: the default, 30 days.</summary>
    public TimeSpan? For { get; init; }
}
