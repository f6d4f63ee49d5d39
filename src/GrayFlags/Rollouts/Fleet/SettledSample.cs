using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>The sample of a queue's units, now and at the time when the calls began that are judged now. Not thread-safe.</summary>
internal sealed class SettledSample(CallQueue queue, TimeProvider clock)
{
    // Each that was in use until a moment which has not settled yet.
    private readonly Queue<(long Until, int Halvings)> _earlier = [];

    /// <summary>Takes a sample from now on.</summary>
    /// <param name="halvings">The number of times by which the units are halved.</param>
    /// <param name="now">A timestamp.</param>
    /// <returns>The number for the calls that are judged now.</returns>
    public int Use(int halvings, long now)
    {
        if (queue.Halvings != halvings)
        {
            _earlier.Enqueue((now, queue.Halvings));
            queue.Halvings = halvings;
        }

        while (_earlier.TryPeek(out var before) && clock.GetElapsedTime(before.Until, now) > queue.Settle)
        {
            _earlier.Dequeue();
        }

        return _earlier.TryPeek(out var then) ? then.Halvings : halvings;
    }
}
