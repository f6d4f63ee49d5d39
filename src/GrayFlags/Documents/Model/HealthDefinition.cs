namespace GrayFlags.Documents;

/// <summary>The actions taken when the measurement of a rollout is unhealthy.</summary>
public sealed class HealthDefinition : Definition
{
    /// <summary>
    /// The action on a sample ratio mismatch: the arms do not have the sizes that the share gives them. Null: the default,
    /// <see cref="GuardAction.Withhold"/>.
    /// </summary>
    public GuardAction? SampleRatioMismatch { get; init; }

    /// <summary>The action when one arm loses more of its outcomes than the other. Null: the default, <see cref="GuardAction.Withhold"/>.</summary>
    public GuardAction? SilentArm { get; init; }

    /// <summary>
    /// The action when nobody calls at all. The stage is held in any case, and goes on by itself when somebody does; null, not given, is no more than that:
    /// <see cref="GuardAction.None"/>.
    /// </summary>
    public GuardAction? NoData { get; init; }

    /// <summary>For how long they may, in whole seconds. Null: the default, an hour.</summary>
    public TimeSpan? NoDataAfter { get; init; }
}
