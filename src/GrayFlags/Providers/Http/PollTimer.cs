namespace GrayFlags.Providers.Http;

/// <summary>The one timer of a provider. It is armed when a load has ended, so loads never pile up, and fires once: after a long sleep of the machine there is one poll.</summary>
internal sealed class PollTimer : IDisposable
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly Action _poll;
    private readonly ITimer _timer;
    private long _armedAt;
    private TimeSpan _delay;
    private TimeSpan? _wish;
    private bool _isArmed;
    private bool _mayHasten;
    private bool _isEnded;

    public PollTimer(TimeProvider clock, Action poll)
    {
        _clock = clock;
        _poll = poll;
        _timer = clock.CreateTimer(static timer => ((PollTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A load has ended: polls again after the delay.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="mayHasten">Whether a wish to poll earlier is heard; not while backing off.</param>
    public void Arm(TimeSpan delay, bool mayHasten)
    {
        lock (_gate)
        {
            _mayHasten = mayHasten;
            ArmNeedsLock(mayHasten && _wish < delay ? _wish.Value : delay);
            _wish = null;
        }
    }

    /// <summary>Polls after the delay, unless it would poll earlier anyway. Heard after the load where one is in flight.</summary>
    public void Hasten(TimeSpan delay)
    {
        lock (_gate)
        {
            if (!_isArmed)
            {
                _wish ??= delay;
                return;
            }

            if (_mayHasten && delay < _delay - _clock.GetElapsedTime(_armedAt))
            {
                ArmNeedsLock(delay);
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

    private void ArmNeedsLock(TimeSpan delay)
    {
        if (_isEnded)
        {
            return;
        }

        _isArmed = true;
        _delay = delay;
        _armedAt = _clock.GetTimestamp();
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
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
