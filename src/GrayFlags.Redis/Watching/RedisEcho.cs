namespace GrayFlags.Redis.Watching;

/// <summary>The messages of a process to itself: when the next one is due, and whether one is missing. Thread-safe.</summary>
/// <remarks>Together with a tick a second, a dead connection is noticed within nine seconds.</remarks>
internal sealed class RedisEcho
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly object _gate = new();
    private TimeSpan? _publishedAt;
    private TimeSpan? _missingSince;
    private long _published;
    private bool _hasGap = true;

    /// <summary>The number to publish now; null when none is due.</summary>
    public long? Next(TimeSpan now)
    {
        lock (_gate)
        {
            return _publishedAt is null || now - _publishedAt >= Pause ? ++_published : null;
        }
    }

    /// <summary>Notes that the server took a message, which should arrive.</summary>
    public void Publish(long number, TimeSpan now)
    {
        lock (_gate)
        {
            // It may have arrived before the server's answer did.
            _publishedAt = now;
            _missingSince ??= Heard < number ? now : null;
        }
    }

    /// <summary>Notes that messages may have been lost: the server cannot be reached, or is there again. The next echo ends it.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            (_hasGap, _publishedAt, _missingSince) = (true, null, null);
        }
    }

    /// <summary>Notes a message that arrived; returns true when others may have been lost before it.</summary>
    public bool Hear(long number)
    {
        lock (_gate)
        {
            var hadGap = _hasGap;
            Heard = Math.Max(Heard, number);
            if (Heard == _published)
            {
                (_hasGap, _missingSince) = (false, null);
            }

            return hadGap;
        }
    }

    /// <summary>True when a message that the server took has not arrived in time.</summary>
    public bool IsMissing(TimeSpan now)
    {
        lock (_gate)
        {
            _hasGap |= now - _missingSince >= Patience;
            return now - _missingSince >= Patience;
        }
    }

    private long Heard { get; set; }
}
