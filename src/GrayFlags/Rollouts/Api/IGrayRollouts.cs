namespace GrayFlags;

/// <summary>Where staged rollouts stand, and what an operator may do about it. Safe to call from any thread.</summary>
/// <remarks>
/// Every step is an audit line in the log, an event, and an entry in <see cref="RolloutRecord.Changes"/>. What makes a rollout smaller happens at once, and is
/// then saved: the call asks the store again until it has it, for five seconds, and fails with <see cref="GrayNotSavedException"/> when it still has not; the
/// decision holds all the same, and goes on being saved. What makes a rollout larger is written to the store first, and fails with what the store failed with.
/// An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.
/// </remarks>
public interface IGrayRollouts
{
    /// <summary>Every rollout of the live rules.</summary>
    IReadOnlyList<RolloutStatus> GetAll();

    /// <summary>Told of every step of every rollout, in order, on a thread of the pool. A handler that throws or is slow holds no rollout up.</summary>
    event EventHandler<RolloutChange>? Changed;

    /// <summary>Where the rollout of a flag stands.</summary>
    /// <param name="flag">The flag.</param>
    /// <returns>The status; null when the flag has no rollout.</returns>
    RolloutStatus? GetStatus(string flag);

    /// <summary>Makes a rollout stand still in its stage: the canary stays on, and its guards go on watching.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    /// <exception cref="GrayNotSavedException">
    /// It holds in this process, and the store has not taken it within five seconds, or before <paramref name="cancellationToken"/> ended the wait: a restart
    /// would take it back.
    /// </exception>
    Task<RolloutStatus> PauseAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a paused or withheld rollout go on in its stage, with its evidence. A guard that had stopped it does so again when as much evidence again has come.
    /// </summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It is neither paused nor withheld.</exception>
    Task<RolloutStatus> ResumeAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Gives the stage its approval. A stage that asks for none is not held up by it, and one that has other gates still waits for them.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    Task<RolloutStatus> ApproveAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Begins the rollout, or takes it to its next stage, or completes it, whatever gate is missing.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It was rolled back or cancelled, or is completed.</exception>
    Task<RolloutStatus> PromoteAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Turns the flag off for everyone, whatever its rules say, until another attempt begins.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It was rolled back already.</exception>
    /// <exception cref="GrayNotSavedException">
    /// It holds in this process, and the store has not taken it within five seconds, or before <paramref name="cancellationToken"/> ended the wait: a restart
    /// would take it back.
    /// </exception>
    Task<RolloutStatus> RollbackAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Begins the next attempt of a rollout that was rolled back or cancelled, with evidence of its own. The same users come first again.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It has not ended so, the cooldown is not over, or no attempt is left.</exception>
    Task<RolloutStatus> RestartAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends a rollout: it admits nobody any more, and the rules still run.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>The status then.</returns>
    /// <exception cref="ArgumentException">The flag has no rollout, or <paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">It was cancelled already.</exception>
    /// <exception cref="GrayNotSavedException">
    /// What makes the rollout smaller holds in this process, and the store has not taken it within five seconds, or before <paramref name="cancellationToken"/>
    /// ended the wait: a restart would take it back.
    /// </exception>
    Task<RolloutStatus> CancelAsync(string flag, string by, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts that something the store kept may be lost: a rollout that has no record is a new one again, instead of one that waits for an operator. A rollout that waits already goes on
    /// waiting until it is resumed. Does nothing where nothing is lost.
    /// </summary>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>Ends when the store has taken it.</returns>
    /// <exception cref="ArgumentException"><paramref name="by"/> or <paramref name="reason"/> is empty.</exception>
    Task AcceptLossAsync(string by, string reason, CancellationToken cancellationToken = default);
}
