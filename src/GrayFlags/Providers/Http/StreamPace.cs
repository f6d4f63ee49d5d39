namespace GrayFlags.Providers.Http;

/// <summary>
/// The rate at which a stream of events is read. A server that sends more is read later, and its connection
/// fills up: a flood costs the server that sends it, not this process.
/// </summary>
internal sealed class StreamPace(TimeProvider clock)
{
    /// <summary>The number of bytes read within each <see cref="Window"/>.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Shorter than the shortest deadline of a heartbeat, which runs on while reading waits.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private long _windowStart = clock.GetTimestamp();
    private int _bytes;

    /// <summary>To be called after each read.</summary>
    /// <returns>Ends when the next read may begin.</returns>
    public Task TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        var elapsed = clock.GetElapsedTime(_windowStart);
        if (elapsed >= Window)
        {
            (_windowStart, _bytes, elapsed) = (clock.GetTimestamp(), 0, TimeSpan.Zero);
        }

        _bytes += bytes;
        return _bytes < MaxBytes ? Task.CompletedTask : Task.Delay(Window - elapsed, clock, cancellationToken);
    }
}
