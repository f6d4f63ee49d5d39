namespace GrayFlags;

/// <summary>The action taken when a guard breaches, or when the measurement of a rollout is unhealthy.</summary>
public enum GuardAction
{
    /// <summary>Nothing but a status and a log line.</summary>
    None,

    /// <summary>The rollout stands still until a person resumes it. The canary stays on.</summary>
    Pause,

    /// <summary>
    /// The rollout stands still and admits nobody until a person resumes it: the canary is off, and the rules still decide. Resumed, it goes on in its stage
    /// with its evidence.
    /// </summary>
    Withhold,

    /// <summary>Nobody is admitted any more.</summary>
    Rollback,
}
