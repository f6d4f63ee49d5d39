namespace GrayFlags;

/// <summary>What follows when a guard breaches, or when the measurement of a rollout is ill.</summary>
public enum GuardAction
{
    /// <summary>Nothing but a status and a log line.</summary>
    None,

    /// <summary>The rollout stands still until a person resumes it.</summary>
    Pause,

    /// <summary>Nobody is admitted any more.</summary>
    Rollback,
}
