namespace GrayFlags;

/// <summary>The status of staged rollouts, and the commands of operators. Safe to call from any thread.</summary>
/// <remarks>
/// Every step is an audit line in the log, an event, and an entry in <see cref="RolloutRecord.Changes"/>. A command that makes a rollout smaller takes effect
/// at once and is then saved: the call retries the store for five seconds, and then fails with <see cref="GrayNotSavedException"/>; the decision stays in
/// effect, and saving is retried in the background. A command that makes a rollout larger is written to the store first, and fails with the store's exception.
/// An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.
/// </remarks>
public interface IGrayRollouts
{
    /// <summary>Returns the status of every rollout of the live rules.</summary>
    /// <returns>The statuses.</returns>
    IReadOnlyList<RolloutStatus> GetAll();

    /// <summary>Raised for every step of every rollout, in order, on a thread-pool thread. A handler that throws or is slow delays no rollout.</summary>
    event EventHandler<RolloutChange>? Changed;

    /// <summary>Returns the status of a flag's rollout.</summary>
    /// <param name="flag">The flag.</param>
    /// <returns>The status; null when the flag has no rollout.</returns>
    RolloutStatus? GetStatus(string flag);

    /// <summary>Pauses a rollout in its stage: the canary stays on, and the guards keep watching.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout is not running.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The command is in effect in this process, but the store has not taken it within five seconds, or before <paramref name="cancellationToken"/> was
    /// cancelled: a restart would undo it.
    /// </exception>
    Task<RolloutStatus> PauseAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Resumes a paused or withheld rollout in its stage, with its evidence. A guard that stopped it stops it again only after the same amount of new evidence.
    /// </summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout is neither paused nor withheld.</exception>
    Task<RolloutStatus> ResumeAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Approves the stage. Its other gates still apply; a stage that needs no approval is not affected.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout is neither running, paused nor withheld.</exception>
    Task<RolloutStatus> ApproveAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Begins the rollout, moves it to its next stage, or completes it, whichever gates are not met.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout was rolled back or cancelled, or is completed.</exception>
    Task<RolloutStatus> PromoteAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Rolls back: the flag is off for everyone, whatever its rules say, until another attempt begins.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout is already rolled back.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The command is in effect in this process, but the store has not taken it within five seconds, or before <paramref name="cancellationToken"/> was
    /// cancelled: a restart would undo it.
    /// </exception>
    Task<RolloutStatus> RollbackAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Begins the next attempt of a rollout that was rolled back or cancelled, with fresh evidence. The same users are admitted first again.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">
    /// The rollout is neither rolled back nor cancelled, the cooldown is not over, or no attempt is left.
    /// </exception>
    Task<RolloutStatus> RestartAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Cancels a rollout: it admits nobody any more, and the rules still apply.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The rollout is already cancelled.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The command makes the rollout smaller and is in effect in this process, but the store has not taken it within five seconds, or before
    /// <paramref name="cancellationToken"/> was cancelled: a restart would undo it.
    /// </exception>
    Task<RolloutStatus> CancelAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a command if the rollout is as its operator has seen it: of two operators who have seen the same, on one instance or on two of a fleet, exactly
    /// one succeeds.
    /// </summary>
    /// <remarks>
    /// The revision is compared where the decision is made: under the lock of this instance, and again with the record of the store, which takes a write only
    /// on top of the record that was compared. An instance that knows another revision asks the store first, as it may be a moment behind. A command that
    /// makes the rollout smaller waits for the store for a second at most; without an answer it takes effect as it does without a revision.
    /// </remarks>
    /// <param name="operation">The command.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="request">The operator, the reason, and the revision that the operator has seen.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status after the command.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, there is no such operation, or the operator or the reason is empty.</exception>
    /// <exception cref="RolloutConflictException">The rollout is not as the operator has seen it. Nothing has happened.</exception>
    /// <exception cref="InvalidOperationException">The command does not apply to the rollout's phase.</exception>
    /// <exception cref="GrayNotSavedException">
    /// The command makes the rollout smaller and is in effect in this process, but the store has not taken it within five seconds, or before
    /// <paramref name="cancellationToken"/> was cancelled: a restart would undo it.
    /// </exception>
    Task<RolloutStatus> OperateAsync(RolloutOperation operation, string flag, OperatorRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts that the store may have lost records: a rollout without a record counts as a new one again, instead of waiting for an operator. A rollout that
    /// waits already keeps waiting until it is resumed. Does nothing when nothing is lost.
    /// </summary>
    /// <param name="by">The operator, for the audit.</param>
    /// <param name="reason">The reason, for the audit.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>A task that completes once the store has accepted the loss.</returns>
    /// <exception cref="ArgumentException"><paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken = default);
}
