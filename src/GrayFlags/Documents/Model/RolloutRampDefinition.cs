namespace GrayFlags.Documents;

/// <summary>A rollout's share that grows evenly with the clock.</summary>
public sealed class RolloutRampDefinition : Definition
{
    /// <summary>The share at the start, in percent. Null: the default, 0.</summary>
    public decimal? From { get; init; }

    /// <summary>The share at the end, in percent. Null: the default, 100.</summary>
    public decimal? To { get; init; }

    /// <summary>The duration, in whole seconds. Required.</summary>
    public TimeSpan? Over { get; init; }
}
