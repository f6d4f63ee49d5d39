namespace GrayFlags;

/// <summary>The commands of operators.</summary>
public enum RolloutOperation
{
    /// <summary>Pauses a rollout in its stage: see <see cref="IGrayRollouts.PauseAsync"/>.</summary>
    Pause,

    /// <summary>Resumes a paused or withheld rollout: see <see cref="IGrayRollouts.ResumeAsync"/>.</summary>
    Resume,

    /// <summary>Approves the stage: see <see cref="IGrayRollouts.ApproveAsync"/>.</summary>
    Approve,

    /// <summary>Begins the rollout, or moves it to its next stage: see <see cref="IGrayRollouts.PromoteAsync"/>.</summary>
    Promote,

    /// <summary>Turns the flag off for everyone: see <see cref="IGrayRollouts.RollbackAsync"/>.</summary>
    Rollback,

    /// <summary>Begins the next attempt: see <see cref="IGrayRollouts.RestartAsync"/>.</summary>
    Restart,

    /// <summary>Admits nobody any more, and leaves the rules: see <see cref="IGrayRollouts.CancelAsync"/>.</summary>
    Cancel,
}
