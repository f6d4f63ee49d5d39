namespace GrayFlags.Rollouts.Control;

/// <summary>All that one step of the state machine looks at.</summary>
internal readonly struct RolloutInputs
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>What breached so that the rollout ends; null where nothing did.</summary>
    public string? RollbackBreach { get; init; }

    /// <summary>The limit whose breach rolls a completed rollout back; null where there is none.</summary>
    public string? LimitRollback { get; init; }

    /// <summary>The limit whose breach in a completed rollout is an alarm; null where there is none that was not told.</summary>
    public RolloutAlarm? LimitAlarm { get; init; }

    /// <summary>The breach by which nobody is admitted until somebody has looked; null when there is none.</summary>
    public string? WithholdBreach { get; init; }

    /// <summary>What breached so that the rollout stands still; null where nothing did.</summary>
    public string? PauseBreach { get; init; }

    /// <summary>Whether the arms have other sizes than the share gives them.</summary>
    public bool IsSplitMismatch { get; init; }

    /// <summary>
    /// The time at which somebody was last seen to call, or since when this process looks for them: while nobody looked, none is missed. Null where nothing is
    /// watched.
    /// </summary>
    public DateTimeOffset? AliveAt { get; init; }

    /// <summary>True when one arm loses more of its outcomes than the other.</summary>
    public bool IsArmSilent { get; init; }

    /// <summary>True when too many of the control's calls have not ended when they are judged.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>True when a promotion had better wait: calls that are not judged yet look worse, or half of the evidence that would roll back is there.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The number of canary units with a settled outcome in the stage.</summary>
    public long CanarySamples { get; init; }

    /// <summary>The number of control units with one.</summary>
    public long ControlSamples { get; init; }

    /// <summary>The number of answers of the shadow that were compared in the stage.</summary>
    public long ShadowSamples { get; init; }

    /// <summary>Whether it is proved that the loss is no larger than allowed.</summary>
    public bool IsProved { get; init; }

    /// <summary>Whether the stage's window is open.</summary>
    public bool IsWindowOpen { get; init; }
}
