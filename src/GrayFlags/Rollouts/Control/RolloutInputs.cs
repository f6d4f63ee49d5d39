namespace GrayFlags.Rollouts.Control;

/// <summary>The inputs of one tick of the state machine.</summary>
internal readonly struct RolloutInputs
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>The breach that rolls the rollout back; null when there is none.</summary>
    public string? RollbackBreach { get; init; }

    /// <summary>The breach of a limit that rolls a completed rollout back; null when there is none.</summary>
    public string? LimitRollback { get; init; }

    /// <summary>The breach of a limit that is an alarm in a completed rollout; null when there is none that was not raised yet.</summary>
    public RolloutAlarm? LimitAlarm { get; init; }

    /// <summary>The breach that withholds the rollout; null when there is none.</summary>
    public string? WithholdBreach { get; init; }

    /// <summary>The breach that pauses the rollout; null when there is none.</summary>
    public string? PauseBreach { get; init; }

    /// <summary>True on a sample ratio mismatch.</summary>
    public bool IsSplitMismatch { get; init; }

    /// <summary>
    /// The time of the last call, or of the beginning of monitoring in this process: calls before it are not missed. Null when nothing is monitored.
    /// </summary>
    public DateTimeOffset? AliveAt { get; init; }

    /// <summary>True when one arm loses more of its outcomes than the other.</summary>
    public bool IsArmSilent { get; init; }

    /// <summary>True when too many of the control's calls have not ended when they are judged.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>
    /// True when a promotion had better wait: calls that are not judged yet look worse, or half of the evidence that would roll back is there.
    /// </summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The number of canary units with a settled outcome in the stage.</summary>
    public long CanarySamples { get; init; }

    /// <summary>The number of control units with one.</summary>
    public long ControlSamples { get; init; }

    /// <summary>The number of shadow comparisons in the stage.</summary>
    public long ShadowSamples { get; init; }

    /// <summary>True when there is enough evidence that the loss is no larger than allowed.</summary>
    public bool IsProved { get; init; }

    /// <summary>True while the evidence is the store's to tell, and the store does not: nothing is promoted.</summary>
    public bool IsStoreAwaited { get; init; }

    /// <summary>
    /// The time for which the stage was watched by any node of a fleet; null for a process by itself, whose stage is as old as its record says.
    /// </summary>
    public TimeSpan? StageWatched { get; init; }

    /// <summary>True while the stage's window is open.</summary>
    public bool IsWindowOpen { get; init; }
}
