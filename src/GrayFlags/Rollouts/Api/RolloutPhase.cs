namespace GrayFlags;

/// <summary>Where a rollout stands.</summary>
public enum RolloutPhase
{
    /// <summary>It has not begun: nobody is admitted, the rules still run.</summary>
    Pending,

    /// <summary>It is in one of its stages.</summary>
    Running,

    /// <summary>It has gone through all stages, and still serves.</summary>
    Completed,

    /// <summary>It stands still in its stage until an operator resumes it. The canary stays on.</summary>
    Paused,

    /// <summary>It stands still in its stage and admits nobody until an operator resumes it. The rules still run.</summary>
    Withheld,

    /// <summary>An operator ended it: nobody is admitted, the rules still run.</summary>
    Cancelled,

    /// <summary>Something was wrong: the flag is off for everyone, whatever the rules say. Only an operator, or a new id, begins another attempt.</summary>
    RolledBack,
}
