using System.Collections.Concurrent;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>How much feedback a flag may have in one second. Thread-safe; asked only for flags that have a rollout, so what it keeps is bounded by documents.</summary>
internal sealed class FeedbackRate(TimeProvider clock, int mostPerSecond)
{
    private readonly ConcurrentDictionary<string, Second> _flags = new(StringComparer.OrdinalIgnoreCase);

    public bool TryTake(string flag)
    {
        var second = _flags.GetOrAdd(flag, static _ => new Second());
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        lock (second)
        {
            if (second.Number != now)
            {
                (second.Number, second.Count) = (now, 0);
            }

            return second.Count++ < mostPerSecond;
        }
    }

    private sealed class Second
    {
        public long Number { get; set; }

        public int Count { get; set; }
    }
}
