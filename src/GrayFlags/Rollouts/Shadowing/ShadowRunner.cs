using System.Diagnostics.Metrics;
using GrayFlags.Rollouts.Shadowing;
using GrayFlags.Telemetry;

namespace GrayFlags;

/// <summary>
/// Runs upgraded calls beside original ones that have answered already, in the background, and compares: to learn of an upgrade what it would have done, while nobody depends on it.
/// A singleton; safe to call from any thread.
/// </summary>
/// <remarks>
/// Bounded by the options: so many run at once and so many wait, and a call that does not end in time is asked to stop. What does not fit is dropped and counted, never waited for.
/// Counted as <c>grayflags.shadows</c> in the meter <c>GrayFlags</c>, by flag and verdict.
/// </remarks>
public sealed class ShadowRunner : IShadows, IDisposable
{
    // The fractions of multiples of the golden ratio fill 0..1 evenly, and so do those of every second or third call.
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private const double Fractions = 18446744073709551616d;

    private readonly ShadowQueue _queue;
    private readonly ShadowMetrics _metrics;
    private ulong _samples;

    internal ShadowRunner(int capacity, int concurrency, TimeSpan timeout, TimeProvider clock, IMeterFactory? meters)
    {
        _metrics = new ShadowMetrics(meters);
        _queue = new ShadowQueue(capacity, concurrency, timeout, clock, _metrics);
    }

    /// <summary>Whether this call is one of a share of them. Spread evenly, not at random.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>True for the share of calls.</returns>
    public bool IsSampled(double share) => share > 0 && (share >= 1 || Interlocked.Add(ref _samples, GoldenRatio) < share * Fractions);

    /// <summary>Runs the upgraded call in the background, unless there is no place for it. Returns at once, and never throws for what a call did.</summary>
    /// <typeparam name="T">What the calls give. The value of the original is compared later: it should not change meanwhile.</typeparam>
    /// <param name="flag">The flag's name, by which results are counted: one of the code, not of input.</param>
    /// <param name="original">The original call, completed. One that was cancelled has no answer to compare with, and nothing is run.</param>
    /// <param name="upgraded">The upgraded call, free of side effects. Gets a token of its own, and nothing ambient of the caller's: no execution context flows.</param>
    /// <param name="equal">Tells whether two answers are equal; null for <see cref="EqualityComparer{T}.Default"/>. One that throws is a mismatch.</param>
    /// <param name="report">Is told the result, once: from the background, or from here where it is dropped. Should be quick; what it throws is lost. Null for nobody.</param>
    /// <returns>Whether it will run. False: dropped, or there is nothing to compare with.</returns>
    /// <exception cref="ArgumentException"><paramref name="original"/> is not completed.</exception>
    public bool TryRun<T>(string flag, Task<T> original, Func<CancellationToken, Task<T>> upgraded, Func<T, T, bool>? equal = null, Action<ShadowResult>? report = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(upgraded);
        if (!original.IsCompleted)
        {
            throw new ArgumentException("The original call has not answered yet: a shadow runs after it.", nameof(original));
        }

        if (original.IsCanceled)
        {
            return false;
        }

        // The caller has what it threw; nobody is to hear of it a second time, as unobserved.
        _ = original.Exception;
        var run = new ShadowRun<T>(_queue, flag, original, upgraded, equal ?? EqualityComparer<T>.Default.Equals, report);
        if (_queue.TryEnter(run))
        {
            return true;
        }

        run.Stop(ShadowVerdict.Dropped);
        return false;
    }

    /// <summary>Takes no more calls, asks those that run to stop, and drops those that wait.</summary>
    public void Dispose()
    {
        _queue.Stop();
        _metrics.Dispose();
    }
}
