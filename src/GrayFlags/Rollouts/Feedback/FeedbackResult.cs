namespace GrayFlags;

/// <summary>The result of a feedback.</summary>
public enum FeedbackResult
{
    /// <summary>Not counted: the flag has no running rollout, a rule decides for this user, or the context has no id.</summary>
    NotInRollout,

    /// <summary>Counted for the user's arm.</summary>
    Recorded,

    /// <summary>Counted, and the user is excluded.</summary>
    RecordedAndRemoved,

    /// <summary>Not counted again: the user has already given feedback on this attempt, or is already excluded.</summary>
    Duplicate,

    /// <summary>Dropped: the flag received more feedback than users can plausibly give.</summary>
    Limited,

    /// <summary>
    /// Counted, and the user is excluded in this process, but the store has not taken the exclusion in time. The write is retried while the process runs; a
    /// restart before it succeeds would readmit the user.
    /// </summary>
    RemovedHereOnly,
}
