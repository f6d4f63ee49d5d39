namespace GrayFlags;

/// <summary>Tells how the rules stand: what is serving, since when, and what is wrong.</summary>
public interface IGrayFlagsMonitor
{
    /// <summary>The status now.</summary>
    GrayFlagsStatus Status { get; }

    /// <summary>Calls a handler after each change of the status.</summary>
    /// <param name="handler">Runs on the thread pool, one call at a time, with the latest status: while it is busy, changes are coalesced. What it throws is logged and holds nobody up.</param>
    /// <returns>Ends the subscription when disposed.</returns>
    IDisposable OnChange(Action<GrayFlagsStatus> handler);

    /// <summary>Waits until rules are live.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>True when rules are live; false when the time ran out.</returns>
    Task<bool> WaitForReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
