namespace GrayFlags;

/// <summary>Takes users' feedback on what they were served, and lets single users opt out. Safe to call from any thread.</summary>
/// <remarks>
/// For an excluded user the flag is off at once in this process. A call completes once the store has taken the exclusion, after five seconds at the latest;
/// other processes then see it within seconds. Without a store, a restart readmits everybody. The share is not refilled. Feedback counts for the unit's arm;
/// an excluded unit is in neither arm. Memory is bounded, whatever comes in.
/// An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.
/// </remarks>
public interface IGrayFeedback
{
    /// <summary>
    /// Raised for all recorded feedback, on the thread that reports it, or on a thread-pool thread when a store was awaited. A handler's exception is logged
    /// and otherwise ignored.
    /// </summary>
    event EventHandler<GrayFeedbackReport>? Received;

    /// <summary>Reports a user's feedback. It excludes the user when the rollout's <c>feedback.removeWhen</c> says so.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The user's context.</param>
    /// <param name="feedback">The feedback.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the decision stays in effect in this process.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> or <paramref name="feedback"/> is null.</exception>
    Task<FeedbackResult> ReportAsync(string flag, GrayContext context, GrayFeedback feedback, CancellationToken cancellationToken = default);

    /// <summary>Excludes a user who asks for it, whatever the rules say.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The user's context.</param>
    /// <param name="duration">The duration. Default: the rollout's <c>feedback.for</c>, or else 30 days.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the decision stays in effect in this process.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive.</exception>
    Task<FeedbackResult> OptOutAsync(string flag, GrayContext context, TimeSpan? duration = null, CancellationToken cancellationToken = default);

    /// <summary>Readmits a user before the exclusion expires.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The user's context.</param>
    /// <param name="cancellationToken">Ends the wait for the store; the decision stays in effect in this process.</param>
    /// <returns>True when the user was excluded, also by another process: where this one does not know of it, the store is asked.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> is null.</exception>
    Task<bool> ReinstateAsync(string flag, GrayContext context, CancellationToken cancellationToken = default);
}
