namespace GrayFlags.Tool.Rollouts;

/// <summary>The end of a wait.</summary>
internal enum WaitOutcome
{
    Reached,

    /// <summary>Rolled back or cancelled, also when another attempt has begun since.</summary>
    RolledBack,

    TimedOut,

    /// <summary>Paused or withheld: nothing moves without a person.</summary>
    Paused,

    /// <summary>Only an approval is missing.</summary>
    NeedsApproval,
}
