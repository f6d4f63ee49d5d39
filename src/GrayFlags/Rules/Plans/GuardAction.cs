namespace GrayFlags.Rules.Plans;

/// <summary>What follows when something is wrong.</summary>
internal enum GuardAction
{
    /// <summary>Nothing but a status and a log line.</summary>
    None,

    /// <summary>The rollout stands still until a person resumes it.</summary>
    Pause,

    /// <summary>Nobody is admitted any more.</summary>
    Rollback,
}
