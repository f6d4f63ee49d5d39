namespace GrayFlags.Documents;

/// <summary>What happens when the measurement of a rollout is ill.</summary>
public sealed class HealthDefinition : Definition
{
    /// <summary>
    /// The action on a sample ratio mismatch: the arms have not the sizes that the share gives them. Null: not given, which is
    /// <see cref="GuardAction.Withhold"/>.
    /// </summary>
    public GuardAction? SampleRatioMismatch { get; init; }

    /// <summary>The action when one arm loses more of its outcomes than the other. Null: not given, which is <see cref="GuardAction.Withhold"/>.</summary>
    public GuardAction? SilentArm { get; init; }

    /// <summary>
    /// The action when nobody calls at all. The stage is held in any case, and goes on by itself when somebody does; null, not given, is no more than that:
    /// <see cref="GuardAction.None"/>.
    /// </summary>
    public GuardAction? NoData { get; init; }

    /// <summary>For how long they may, in whole seconds. Null: not given, which is an hour.</summary>
    public TimeSpan? NoDataAfter { get; init; }
}
