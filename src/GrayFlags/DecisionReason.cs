namespace GrayFlags;

/// <summary>The reason for a decision.</summary>
public enum DecisionReason
{
    /// <summary>
    /// There is no answer, and the flag is off; or there is one, but its value is not of the type asked for. <see cref="GrayDecision.Error"/> says why.
    /// </summary>
    Error,

    /// <summary>No rule matched: the flag's default decided.</summary>
    Default,

    /// <summary>The flag is written as <c>true</c> or <c>false</c>.</summary>
    Static,

    /// <summary>The flag is off for everyone, by the kill switch or by <c>"enabled": false</c>.</summary>
    Disabled,

    /// <summary>A rule with neither a percentage nor a split decided.</summary>
    TargetingMatch,

    /// <summary>A rule with a percentage or a split decided, a default that splits, or a rollout that admits the context.</summary>
    Split,

    /// <summary>The program overrides the flag: see <see cref="IGrayOverrides"/>.</summary>
    Override,

    /// <summary>
    /// The flag's rollout has been rolled back: off for everyone, whatever the rules say, until an operator or a new rollout id begins another attempt.
    /// Also when its saved state may be lost (<see cref="RolloutWaitReason.Lost"/>), so that it may have been, until an operator resumes it; and while its
    /// store has not been read since the process was started, until it answers.
    /// </summary>
    RolledBack,

    /// <summary>Feedback has removed this unit from the rollout: off for it alone, whatever the rules say.</summary>
    Removed,
}
