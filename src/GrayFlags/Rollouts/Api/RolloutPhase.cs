namespace GrayFlags;

/// <summary>The phase of a rollout.</summary>
public enum RolloutPhase
{
    /// <summary>Not begun: nobody is admitted, and the rules apply.</summary>
    Pending,

    /// <summary>In one of its stages.</summary>
    Running,

    /// <summary>Through all stages, and still serving.</summary>
    Completed,

    /// <summary>Stopped in its stage until an operator resumes it. The canary stays on.</summary>
    Paused,

    /// <summary>Stopped in its stage, admitting nobody, until an operator resumes it. The rules still apply.</summary>
    Withheld,

    /// <summary>Ended by an operator: nobody is admitted, and the rules apply.</summary>
    Cancelled,

    /// <summary>Rolled back: the flag is off for everyone, whatever the rules say. An operator or a new id begins another attempt.</summary>
    RolledBack,
}
