using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts;

/// <summary>All that one step of the state machine looks at.</summary>
internal readonly struct RolloutSight
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>What breached so that the rollout ends; null where nothing did.</summary>
    public string? RollbackBreach { get; init; }

    /// <summary>The same of guards with a limit, which also watch a completed rollout.</summary>
    public string? LimitBreach { get; init; }

    /// <summary>What breached so that the rollout stands still; null where nothing did.</summary>
    public string? PauseBreach { get; init; }

    /// <summary>Whether the arms have other sizes than the share gives them.</summary>
    public bool IsSplitMismatch { get; init; }

    /// <summary>When an outcome was last seen, or since when this process looks for them: while nobody looked, none is missed. Null where nothing is watched.</summary>
    public DateTimeOffset? AliveAt { get; init; }

    /// <summary>How many outcomes of the canary the stage has.</summary>
    public long CanarySamples { get; init; }

    /// <summary>Whether it is proved that the harm is no larger than allowed.</summary>
    public bool IsProved { get; init; }

    /// <summary>Whether the stage's window is open.</summary>
    public bool IsWindowOpen { get; init; }

    /// <summary>What to do about a fault of the measurement.</summary>
    public GuardAction OnSplitMismatch(HealthPlan health) => IsSplitMismatch ? health.SplitMismatch : GuardAction.None;
}
