namespace GrayFlags.Snapshots.Persistence;

/// <summary>
/// The time that an operator's call waits for its decision to be saved. The operator would otherwise assume that it is saved, and may be about to stop the
/// process.
/// </summary>
internal static class OperatorPatience
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The time that a stop which expects a revision waits for the store to compare it, before it takes effect without.</summary>
    public static readonly TimeSpan Comparison = TimeSpan.FromSeconds(1);

    /// <summary>The delay between two attempts.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The cause of a decision that was not saved in time, as an operator reads it: that somebody stopped waiting is none.</summary>
    /// <param name="failure">The last failure of the store itself; null when it has not failed.</param>
    /// <param name="ended">The end of the wait.</param>
    /// <param name="cancellationToken">The operator's own token.</param>
    public static Exception CauseOf(Exception? failure, OperationCanceledException ended, CancellationToken cancellationToken) =>
        failure ?? (cancellationToken.IsCancellationRequested ? ended
            : new TimeoutException($"The store has not answered for {Longest.TotalSeconds} s.", ended));
}
