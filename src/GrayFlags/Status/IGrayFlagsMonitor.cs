namespace GrayFlags;

/// <summary>Reports the state of the rules: what is serving, since when, and what is wrong.</summary>
/// <remarks>An invalid argument throws an <see cref="ArgumentException"/> at the call; everything else faults the task.</remarks>
public interface IGrayFlagsMonitor
{
    /// <summary>The status now.</summary>
    GrayFlagsStatus Status { get; }

    /// <summary>Lists every flag of the live rules with its owner, tags and expiry, for overview pages and clean-up jobs.</summary>
    /// <remarks>Allocates a new list at each call, and leaves no evaluation in metrics and events.</remarks>
    /// <returns>The flags, ordered by name; empty before any rules were loaded.</returns>
    IReadOnlyList<FlagSummary> GetFlags();

    /// <summary>Calls a handler after each change of the status.</summary>
    /// <param name="handler">
    /// Runs on the thread pool, one call at a time, with the latest status: while it is busy, changes are coalesced. An exception is logged and delays nobody.
    /// </param>
    /// <returns>Ends the subscription when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    IDisposable OnChange(Action<GrayFlagsStatus> handler);

    /// <summary>
    /// Identifies all that answers depend on beside who asks: rules, kill switches, the stages of rollouts, windows and ramps at this instant.
    /// </summary>
    /// <remarks>
    /// Equal on every instance that has the same rules and the same rollouts, and over restarts. Units that feedback took out and conditions of the app's own
    /// are no part of it. The first call after a change of the rules walks the flags; later ones take microseconds.
    /// </remarks>
    /// <param name="flags">The flags that count, with those that they require.</param>
    /// <returns>22 characters of base64url; <c>none</c> before any rules were loaded.</returns>
    string FingerprintOf(FlagSelection flags);

    /// <summary>Waits until a fingerprint is another one: after a change of the rules or of a rollout, or when a window opens or closes.</summary>
    /// <param name="flags">The flags that count, with those that they require.</param>
    /// <param name="fingerprint">What <see cref="FingerprintOf"/> returned; when that has changed since, the wait is over at once.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The new fingerprint. A share that grows with the clock is looked at once a minute.</returns>
    /// <exception cref="ArgumentException"><paramref name="fingerprint"/> is null or empty.</exception>
    Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken = default);

    /// <summary>Waits until rules are live.</summary>
    /// <param name="timeout">The longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>True when rules are live; false when the time ran out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    Task<bool> WaitForReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
