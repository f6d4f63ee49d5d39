namespace GrayFlags;

/// <summary>Where a rollout stands, and what its guards see.</summary>
public sealed record RolloutStatus
{
    /// <summary>What has come of it: phase, stage, attempt, what the stage waits for, and the last steps.</summary>
    public required RolloutRecord Record { get; init; }

    /// <summary>The name of the stage that it is in, or would begin with.</summary>
    public required string StageName { get; init; }

    /// <summary>The names of all stages.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The share that is admitted now, in percent; 0 where nobody is. Where the stage names regions, the share there.</summary>
    public required double Percentage { get; init; }

    /// <summary>The gates that the stage still waits for, and the time they take.</summary>
    public RolloutRemaining Remaining { get; init; } = new();

    /// <summary>How many units feedback has taken out of the flag in this process and its store.</summary>
    public int ExcludedUnits { get; init; }

    /// <summary>The guards as of the last step, which is at most a second old; none where nothing is watched.</summary>
    public IReadOnlyList<RolloutGuardStatus> Guards { get; init; } = [];

    /// <summary>The evidence that the arms have not the sizes that the share gives them, as a natural logarithm; a mismatch from ln(1000) = 6.9 on.</summary>
    public double SplitEvidence { get; init; }

    /// <summary>The evidence that one arm loses more of its outcomes than the other, as a natural logarithm; a silent arm from ln(1000) = 6.9 on.</summary>
    public double SilentArmEvidence { get; init; }

    /// <summary>The calls of those who were admitted in this attempt.</summary>
    public RolloutCalls Canary { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>The calls of those who were left alone in this attempt.</summary>
    public RolloutCalls Control { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>At what age calls are judged by now: what is written, or longer where the control is slower.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>For stages that advance by evidence: the evidence of this stage that the loss is no larger than allowed, as a natural logarithm. Null where none is gathered.</summary>
    public double? PromotionEvidence { get; init; }

    /// <summary>The evidence that such a stage asks for.</summary>
    public double PromotionThreshold { get; init; }

    /// <summary>Canary units with a settled outcome in this stage.</summary>
    public long CanaryOutcomes { get; init; }

    /// <summary>Control units with a settled outcome in this stage.</summary>
    public long ControlOutcomes { get; init; }

    /// <summary>Outcomes that were dropped because their numbers were out of range.</summary>
    public long InvalidOutcomes { get; init; }

    /// <summary>The time of the last call, to a second; null for never.</summary>
    public DateTimeOffset? LastOutcomeAt { get; init; }

    /// <summary>Why nobody watches although there are guards: what went wrong in them. Null while they work.</summary>
    public string? GuardFailure { get; init; }
}
