namespace GrayFlags.PostgreSql.Connections;

/// <summary>
/// A notification of this node's own, sent again every minute, which shows that notifications arrive at all: a pooler that gives each transaction another
/// session takes LISTEN and delivers nothing. Thread-safe.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="patience">The time that a notification may need.</param>
internal sealed class ListenerProbe(TimeProvider clock, TimeSpan patience)
{
    private const string Prefix = "probe:";

    /// <summary>The time between two probes.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private long _number;
    private long? _begunAt;
    private long? _sentAt;
    private bool _isBack;

    /// <summary>The payload of the notification, which no other node has.</summary>
    public string Payload { get; } = Prefix + Guid.NewGuid().ToString("N");

    /// <summary>True for the payload of a probe: of this node, or of another one.</summary>
    public static bool IsOne(string payload) => payload.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Forgets what is on its way: another connection listens now, which may have missed it.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            (_number, _begunAt, _sentAt) = (_number + 1, null, null);
        }
    }

    /// <summary>Begins the next probe, if it is time for it.</summary>
    /// <returns>Its number; null when it is too early.</returns>
    public long? TryBegin()
    {
        lock (_gate)
        {
            if (_begunAt is { } begunAt && clock.GetElapsedTime(begunAt) <= Between)
            {
                return null;
            }

            // Nothing is sent yet: the time of the probe before says nothing about this one.
            (_begunAt, _sentAt, _isBack) = (clock.GetTimestamp(), null, false);
            return ++_number;
        }
    }

    /// <summary>Notes that the server has taken the probe. Of one that another has followed it changes nothing.</summary>
    public void Sent(long number)
    {
        lock (_gate)
        {
            _sentAt = number == _number ? clock.GetTimestamp() : _sentAt;
        }
    }

    /// <summary>Notes that a notification of this node's own has arrived.</summary>
    public void Back()
    {
        lock (_gate)
        {
            _isBack = true;
        }
    }

    /// <summary>True when the probe ought to be back.</summary>
    public bool IsOverdue
    {
        get
        {
            lock (_gate)
            {
                return _sentAt is { } sentAt && !_isBack && clock.GetElapsedTime(sentAt) > patience;
            }
        }
    }

    /// <summary>Gives a probe up that is overdue.</summary>
    /// <returns>True when there was one: it was swallowed.</returns>
    public bool TryGiveUp()
    {
        lock (_gate)
        {
            var isOverdue = IsOverdue;
            _sentAt = isOverdue ? null : _sentAt;
            return isOverdue;
        }
    }
}
