namespace GrayFlags.Documents;

/// <summary>What happens when the measurement of a rollout is ill.</summary>
public sealed class HealthDefinition : Definition
{
    /// <summary>When the arms have not the sizes that the share gives them. Null: not given, which is <see cref="GuardAction.Pause"/>.</summary>
    public GuardAction? SplitMismatch { get; init; }

    /// <summary>When outcomes stay away. Null: not given, which is <see cref="GuardAction.Pause"/>.</summary>
    public GuardAction? NoData { get; init; }

    /// <summary>For how long they may, in whole seconds. Null: not given, which is an hour.</summary>
    public TimeSpan? NoDataAfter { get; init; }
}
