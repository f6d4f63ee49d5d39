namespace GrayFlags.Providers.Http;

/// <summary>
/// The one timer of a provider. It is armed when a load has ended, so loads never pile up, and fires once: after a long sleep of the machine there is one
/// poll.
/// </summary>
/// <remarks>
/// An event brings the next poll forward, once: each wait has one draw, however many events it meets. Were there one an event, the least of them would
/// count, and a stream that never stops talking would be polled without pause. And no event brings a poll sooner than a second, or what is given, after the
/// last load.
/// </remarks>
internal sealed class PollTimer : IDisposable
{
    // An event reaches the whole fleet at once; its polls need not.
    private static readonly TimeSpan UsualHaste = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly Jitter _jitter;
    private readonly Action _poll;
    private readonly TimeSpan _haste;
    private readonly ITimer _timer;
    private long _armedAt;
    private TimeSpan _delay;
    private bool _isArmed;
    private bool _isWished;
    private bool _mayHasten;
    private bool _isEnded;

    /// <param name="clock">The time.</param>
    /// <param name="jitter">Where in a range.</param>
    /// <param name="poll">Loads.</param>
    /// <param name="haste">
    /// The least time from a load to one that an event brings forward, and the range over which a fleet's loads are spread then. Default: a second.
    /// </param>
    public PollTimer(TimeProvider clock, Jitter jitter, Action poll, TimeSpan? haste = null)
    {
        _clock = clock;
        _jitter = jitter;
        _poll = poll;
        _haste = haste ?? UsualHaste;
        _timer = clock.CreateTimer(static timer => ((PollTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A load has ended: polls again after the delay.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="mayHasten">Whether events bring the poll forward; not while backing off, and not before the server wants to be asked again.</param>
    public void Arm(TimeSpan delay, bool mayHasten)
    {
        lock (_gate)
        {
            (_mayHasten, _armedAt, _delay) = (mayHasten, _clock.GetTimestamp(), delay);
            _isArmed = true;
            if (_isWished && TryHastenNeedsLock() is { } sooner)
            {
                _delay = sooner;
            }

            _isWished = false;
            ChangeNeedsLock(_delay);
        }
    }

    /// <summary>An event: polls within a second or two, unless it would poll earlier anyway. Heard after the load where one is in flight.</summary>
    public void Hasten()
    {
        lock (_gate)
        {
            if (!_isArmed)
            {
                _isWished = true;
            }
            else if (TryHastenNeedsLock() is { } sooner)
            {
                _delay = sooner;
                ChangeNeedsLock(sooner - _clock.GetElapsedTime(_armedAt));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isEnded = true;
            _timer.Dispose();
        }
    }

    // Counted from the end of the last load, as the delay is.
    private TimeSpan? TryHastenNeedsLock()
    {
        if (!_mayHasten)
        {
            return null;
        }

        _mayHasten = false;
        var drawn = _clock.GetElapsedTime(_armedAt) + _jitter.Between(TimeSpan.Zero, _haste);
        var sooner = drawn > _haste ? drawn : _haste;
        return sooner < _delay ? sooner : null;
    }

    private void ChangeNeedsLock(TimeSpan delay)
    {
        if (!_isEnded)
        {
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_isEnded || !_isArmed)
            {
                return;
            }

            _isArmed = false;
        }

        _poll();
    }
}
