namespace GrayFlags.Documents;

/// <summary>What feedback does to the subject that it is about.</summary>
public sealed class FeedbackDefinition : Definition
{
    /// <summary>Which feedback takes the subject out of the rollout. Null: the defaults.</summary>
    public RemovalDefinition? RemoveWhen { get; init; }

    /// <summary>For how long, in whole seconds. Null: not given, which is 30 days.</summary>
    public TimeSpan? For { get; init; }
}
