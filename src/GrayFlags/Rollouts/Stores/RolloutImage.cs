namespace GrayFlags.Rollouts.Stores;

/// <summary>All that a store holds, in memory. Not thread-safe.</summary>
internal sealed class RolloutImage
{
    // Of one rollout: no operator has more attempts in view, and nothing may grow with them.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly Dictionary<(string Flag, string Id), RolloutRecord> _records = [];
    private readonly Dictionary<(string Flag, string Id, int Attempt, string Node), RolloutEvidence> _evidence = [];
    private readonly Dictionary<(string Flag, ulong Unit), (RolloutRemoval Removal, long Sequence)> _removals = [];
    private long _sequence;

    public IReadOnlyList<RolloutRecord> Records => [.. _records.Values.OrderBy(record => record.Flag, StringComparer.Ordinal).ThenBy(record => record.Id, StringComparer.Ordinal)];

    public IReadOnlyList<RolloutEvidence> Evidence => [.. _evidence.Values];

    public IReadOnlyList<RolloutRemoval> Removals => Since(0).Removals;

    public RolloutWrite Write(RolloutRecord record)
    {
        var key = Key(record.Flag, record.Id);
        var current = _records.GetValueOrDefault(key);
        if (current is not null && current.Revision != record.Revision)
        {
            return new RolloutWrite(false, current);
        }

        var written = record with { Revision = record.Revision + 1 };
        _records[key] = written;
        return new RolloutWrite(true, written);
    }

    /// <summary>Undoes a write that could not be kept.</summary>
    public void Restore(RolloutRecord record, RolloutRecord? before)
    {
        if (before is null)
        {
            _records.Remove(Key(record.Flag, record.Id));
            return;
        }

        _records[Key(record.Flag, record.Id)] = before;
    }

    public RolloutRecord? Find(RolloutRecord record) => _records.GetValueOrDefault(Key(record.Flag, record.Id));

    /// <summary>Takes what another process has written: the greater of the two records, whose revision is then past both.</summary>
    public void Merge(RolloutRecord other)
    {
        var key = Key(other.Flag, other.Id);
        _records[key] = _records.TryGetValue(key, out var own)
            ? RolloutMerge.Max(own, other) with { Revision = Math.Max(own.Revision, other.Revision) }
            : other;
    }

    public void Add(IReadOnlyList<RolloutEvidence> evidence)
    {
        foreach (var each in evidence)
        {
            var (flag, id) = Key(each.Flag, each.Id);
            if (!_evidence.TryGetValue((flag, id, each.Attempt, each.Node), out var before) || before.Sequence < each.Sequence)
            {
                _evidence[(flag, id, each.Attempt, each.Node)] = each;
            }

            _evidence.Remove((flag, id, each.Attempt - MaxAttempts, each.Node));
        }
    }

    public void Add(IReadOnlyList<RolloutRemoval> removals)
    {
        foreach (var removal in removals)
        {
            var key = (removal.Flag.ToLowerInvariant(), removal.Unit);
            if (!_removals.TryGetValue(key, out var before) || before.Removal.At < removal.At)
            {
                _removals[key] = (removal, ++_sequence);
            }
        }
    }

    public RolloutRemovals Since(long cursor) =>
        new([.. _removals.Values.Where(entry => entry.Sequence > cursor).OrderBy(entry => entry.Sequence).Select(entry => entry.Removal)], _sequence);

    /// <summary>Forgets units whose time has been over for a day: until then other nodes may have to hear of those that were let in again.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (var (key, entry) in _removals)
        {
            if (entry.Removal.Until + Grace <= now && entry.Removal.At + Grace <= now)
            {
                _removals.Remove(key);
            }
        }
    }

    private static (string Flag, string Id) Key(string flag, string id) => (flag.ToLowerInvariant(), id);
}
