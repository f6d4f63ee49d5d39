using System.Collections.Concurrent;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>Limits the feedback on a flag in one second. Thread-safe. Only flags with a rollout are counted, so documents bound its memory.</summary>
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
