namespace GrayFlags;

/// <summary>The consequence of a limit that is breached after the rollout has completed.</summary>
public enum GuardAfterCompletion
{
    /// <summary>An alarm: an event, a log line, a metric and a line in the status. Everybody keeps what they have.</summary>
    Alarm,

    /// <summary>The flag is rolled back for everyone.</summary>
    Rollback,

    /// <summary>Nothing.</summary>
    None,
}
