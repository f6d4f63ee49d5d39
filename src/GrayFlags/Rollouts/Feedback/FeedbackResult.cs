namespace GrayFlags;

/// <summary>What came of a feedback.</summary>
public enum FeedbackResult
{
    /// <summary>The flag has no rollout that runs, a rule decides for this user, or the context has no id.</summary>
    NotInRollout,

    /// <summary>It counts for the arm in which the user is.</summary>
    Recorded,

    /// <summary>It counts, and the user was taken out.</summary>
    RecordedAndRemoved,

    /// <summary>The user has given feedback on this attempt, or is out already: it does not count twice.</summary>
    Duplicate,

    /// <summary>More feedback came on this flag than any crowd of users gives: this one was dropped.</summary>
    Limited,

    /// <summary>
    /// It was counted, and the user taken out of the rollout in this process; the store has not taken that in time. It is asked again for as long as the
    /// process runs: a restart before would let the user in again.
    /// </summary>
    RemovedHereOnly,
}
