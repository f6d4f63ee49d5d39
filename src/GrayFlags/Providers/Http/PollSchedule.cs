namespace GrayFlags.Providers.Http;

/// <summary>The times of polls. Pure: knows no clock and no network, so that a fleet of them can be simulated.</summary>
internal sealed class PollSchedule
{
    private readonly TimeSpan _interval;
    private readonly double _spread;
    private readonly Jitter _jitter;
    private readonly Backoff _failedAtStart;
    private readonly Backoff _failed;
    private readonly Backoff _refused;
    private bool _hasAnswered;
    private bool _isSpread;

    public PollSchedule(HttpRuleProviderOptions options, Jitter jitter)
        : this(options.PollInterval, options.Jitter, options.BackoffMin, options.BackoffMax, jitter)
    {
    }

    /// <param name="interval">The time between two polls while all is well.</param>
    /// <param name="spread">The part of it by which it is longer or shorter, from 0 to 1.</param>
    /// <param name="backoffMin">The shortest wait after a failure.</param>
    /// <param name="backoffMax">The longest.</param>
    /// <param name="jitter">Where in a range.</param>
    public PollSchedule(TimeSpan interval, double spread, TimeSpan backoffMin, TimeSpan backoffMax, Jitter jitter)
    {
        _interval = interval;
        _spread = spread;
        _jitter = jitter;

        // Without any rules each second counts. With some there is no hurry, and waits shorter than an interval would gather what an outage of
        // seconds has met: a simulated fleet came back at 5.6 times its mean after 20 seconds, and not at all gathered with waits up to an interval.
        _failedAtStart = new Backoff(backoffMin, backoffMin * 2, backoffMax, jitter);
        _failed = new Backoff(backoffMin, Longer(_interval, backoffMin * 2), backoffMax, jitter);

        // Nothing is won by asking more often than ever for what a person has to put right.
        _refused = new Backoff(_interval, _interval * 2, Longer(_interval, backoffMax), jitter);
    }

    /// <summary>The wait until the next poll, counted from the end of the last.</summary>
    public TimeSpan Next(PollOutcome outcome, TimeSpan? retryAfter = null)
    {
        if (outcome == PollOutcome.Answered)
        {
            return Interval();
        }

        _isSpread = false;
        var backoff = outcome == PollOutcome.Refused ? _refused : _hasAnswered ? _failed : _failedAtStart;
        var wait = backoff.Next();

        // Not before the server wants it; the clients of a fleet get the same answer, so they come back spread.
        var wanted = (retryAfter ?? TimeSpan.Zero) * (1 + (_spread * _jitter.Next()));
        return Longer(wait, wanted);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // Clients that started together, or that an outage has gathered, would need many intervals to drift apart by the jitter alone:
    // the first interval after either is anything up to a whole one.
    private TimeSpan Interval()
    {
        _hasAnswered = true;
        _failed.Reset();
        _refused.Reset();
        if (!_isSpread)
        {
            _isSpread = true;
            return _interval * (1 - _jitter.Next());
        }

        return _interval * (1 + (_spread * ((2 * _jitter.Next()) - 1)));
    }
}
