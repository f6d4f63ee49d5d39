namespace GrayFlags;

/// <summary>What users say of what they were served, and the way out for a single one. Safe to call from any thread.</summary>
/// <remarks>
/// Who is taken out gets the answer off at once in this process. A call ends when the store has taken that, which is waited for for five seconds at most; other
/// processes hear of it within seconds then. Without a store a restart lets everybody in again. The share is not filled up again. Feedback is counted for the
/// arm in which the unit was; then the unit is in neither. What is kept is bounded, whatever comes in.
/// An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.
/// </remarks>
public interface IGrayFeedback
{
    /// <summary>
    /// Told of all feedback that was recorded, on the thread that reports it, or one of the pool where a store was waited for. A handler that throws is logged
    /// and ignored.
    /// </summary>
    event EventHandler<GrayFeedbackReport>? Received;

    /// <summary>Reports what a user says. Whether it takes the user out is said by the rollout's <c>feedback.removeWhen</c>.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who was served.</param>
    /// <param name="feedback">What was said.</param>
    /// <param name="cancellationToken">Ends the wait for the store; what was decided holds in this process all the same.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> or <paramref name="feedback"/> is null.</exception>
    Task<FeedbackResult> ReportAsync(string flag, GrayContext context, GrayFeedback feedback, CancellationToken cancellationToken = default);

    /// <summary>Takes a user out who asks for it, whatever the rules say.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who.</param>
    /// <param name="duration">For how long. Default: as the rollout's <c>feedback.for</c> says, 30 days if it does not.</param>
    /// <param name="cancellationToken">Ends the wait for the store; what was decided holds in this process all the same.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive.</exception>
    Task<FeedbackResult> OptOutAsync(string flag, GrayContext context, TimeSpan? duration = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a user in again before the time is over.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who.</param>
    /// <param name="cancellationToken">Ends the wait for the store; what was decided holds in this process all the same.</param>
    /// <returns>True when the user had been taken out.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> is null.</exception>
    Task<bool> ReinstateAsync(string flag, GrayContext context, CancellationToken cancellationToken = default);
}
