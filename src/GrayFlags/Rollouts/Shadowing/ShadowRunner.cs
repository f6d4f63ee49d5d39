using System.Diagnostics.Metrics;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Shadowing;
using GrayFlags.Telemetry;

namespace GrayFlags;

/// <summary>
/// Runs upgraded calls in the background, beside original ones that have already answered, and compares the answers: it shows what an upgrade would do before
/// anybody depends on it. A singleton; safe to call from any thread.
/// </summary>
/// <remarks>
/// The options bound the calls under way, the calls that wait, and the time of each; a call that exceeds its time is cancelled. Calls beyond the bounds are
/// dropped and counted.
/// Counted as <c>grayflags.shadows</c> in the meter <c>GrayFlags</c>, by flag and verdict.
/// </remarks>
public sealed class ShadowRunner : IShadows, IDisposable
{
    private const double Fractions = 18446744073709551616d;

    private readonly ShadowQueue _queue;
    private readonly ShadowMetrics _metrics;
    private ulong _samples;

    internal ShadowRunner(int capacity, int concurrency, TimeSpan timeout, TimeProvider clock, IMeterFactory? meters)
    {
        _metrics = new ShadowMetrics(meters);
        _queue = new ShadowQueue(capacity, concurrency, timeout, clock, _metrics);
    }

    /// <summary>Samples a share of calls, spread evenly and not at random.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>True for that share of calls.</returns>
    // The fractions of multiples of the golden ratio fill 0..1 evenly, also for every second or third call.
    public bool IsSampled(double share) => share > 0 && (share >= 1 || Interlocked.Add(ref _samples, GoldenRatio.Fraction) < share * Fractions);

    /// <summary>Runs the upgraded call in the background, unless the queue is full. Returns at once, and never throws an exception of either call.</summary>
    /// <typeparam name="T">The type of the answers. The original answer is compared later, and must not change meanwhile.</typeparam>
    /// <param name="flag">The flag's name, by which results are counted: a name in code, not from input.</param>
    /// <param name="original">The original call, completed. A cancelled one has no answer to compare with, and nothing is run.</param>
    /// <param name="upgraded">The upgraded call, free of side effects. It gets its own token; the caller's execution context does not flow.</param>
    /// <param name="equal">Compares two answers; null for <see cref="EqualityComparer{T}.Default"/>. An exception counts as a mismatch.</param>
    /// <param name="report">
    /// Receives the result, once: in the background, or before this method returns when the call is dropped. Should be quick; its exceptions are ignored. Null
    /// for none.
    /// </param>
    /// <returns>True when the call will run; false when it was dropped, or there is nothing to compare with.</returns>
    /// <exception cref="ArgumentException"><paramref name="original"/> is not completed.</exception>
    public bool TryRun<T>(
        string flag,
        Task<T> original,
        Func<CancellationToken, Task<T>> upgraded,
        Func<T, T, bool>? equal = null,
        Action<ShadowResult>? report = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(upgraded);
        if (!original.IsCompleted)
        {
            throw new ArgumentException("The original call has not completed yet: a shadow runs after it.", nameof(original));
        }

        if (original.IsCanceled)
        {
            return false;
        }

        // Observed here, since the caller already has it: it must not be raised a second time as unobserved.
        _ = original.Exception;
        var run = new ShadowRun<T>(_queue, flag, original, upgraded, equal ?? EqualityComparer<T>.Default.Equals, report);
        if (_queue.TryEnter(run))
        {
            return true;
        }

        run.Stop(ShadowVerdict.Dropped);
        return false;
    }

    /// <summary>Rejects further calls, cancels those under way, and drops those that wait.</summary>
    public void Dispose()
    {
        _queue.Stop();
        _metrics.Dispose();
    }
}
