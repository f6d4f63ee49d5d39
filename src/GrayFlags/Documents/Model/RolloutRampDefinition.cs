namespace GrayFlags.Documents;

/// <summary>A rollout's share that grows evenly with the clock.</summary>
public sealed class RolloutRampDefinition : Definition
{
    /// <summary>Where it begins, in percent. Null: not given, which is 0.</summary>
    public decimal? From { get; init; }

    /// <summary>Where it ends, in percent. Null: not given, which is 100.</summary>
    public decimal? To { get; init; }

    /// <summary>How long it takes, in whole seconds. It has to be given.</summary>
    public TimeSpan? Over { get; init; }
}
