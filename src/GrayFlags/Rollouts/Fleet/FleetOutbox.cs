namespace GrayFlags.Rollouts.Fleet;

/// <summary>Batches that the store does not have yet. Beyond its bounds the oldest one is dropped, as a whole: both arms lose alike.</summary>
internal sealed class FleetOutbox
{
    private const int MostBatches = 600;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly LinkedList<(long Sequence, byte[] Payload)> _batches = new();
    private long _bytes;
    private long _sequence;

    /// <summary>The number of batches that were dropped.</summary>
    public long Dropped { get; private set; }

    public int Count => _batches.Count;

    /// <summary>Adds a batch.</summary>
    public void Add(byte[] payload)
    {
        _batches.AddLast((++_sequence, payload));
        _bytes += payload.Length;
        while (_batches.Count > MostBatches || (_bytes > MostBytes && _batches.Count > 1))
        {
            RemoveFirst();
            Dropped++;
        }
    }

    /// <summary>The oldest batches, in their order.</summary>
    public IReadOnlyList<(long Sequence, byte[] Payload)> Oldest(int most) => [.. _batches.Take(most)];

    /// <summary>Removes the batches that the store has.</summary>
    /// <param name="sequence">The last of them; 0 for none.</param>
    public void RemoveThrough(long sequence)
    {
        while (_batches.First is { } first && first.Value.Sequence <= sequence)
        {
            RemoveFirst();
        }
    }

    private void RemoveFirst()
    {
        _bytes -= _batches.First!.Value.Payload.Length;
        _batches.RemoveFirst();
    }
}
