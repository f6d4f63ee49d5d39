using GrayFlags.Journals;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Feedback;

namespace GrayFlags.Rollouts.Stores;

/// <summary>A store's content in memory. Not thread-safe. Bounded: it grows neither with users nor with time.</summary>
internal sealed class RolloutImage
{
    // Per rollout: operators do not look further back.
    private const int MaxAttempts = 3;

    // Per flag, besides those that were rolled back. The oldest are forgotten, those that have ended first.
    private const int MaxIds = 50;

    // Per flag: a document that brings the id back would undo a rollback that was forgotten.
    private const int MaxRolledBack = 1_000;

    // Per attempt: nodes' names come and go with each deployment.
    private const int MaxNodes = 16;

    private const int MaxRemovals = 2 * ExclusionRegistry.MaxUnits;

    // Several at once, since each time all entries are scanned.
    private const int ForgottenAtOnce = 1_000;

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenScans = TimeSpan.FromHours(1);

    private readonly Dictionary<RolloutKey, RolloutRecord> _records = [];
    private readonly Dictionary<string, HashSet<RolloutKey>> _ids = [];
    private readonly List<RolloutEvidence> _evidence = [];
    private readonly Dictionary<(string Flag, ulong Unit), (RolloutRemoval Removal, long Sequence)> _removals = [];
    private DateTimeOffset _scannedAt = DateTimeOffset.MinValue;
    private long _sequence;

    /// <summary>The callback for every change, except records that <see cref="Merge"/> takes unchanged.</summary>
    public Action<JournalRecord>? Changed { get; init; }

    /// <summary>The number of records that were scanned for those to forget.</summary>
    public long LookedThrough { get; private set; }

    public IReadOnlyList<RolloutRecord> Records =>
        [.. _records.Values.OrderBy(record => record.Flag, StringComparer.Ordinal).ThenBy(record => record.Id, StringComparer.Ordinal)];

    public IReadOnlyList<RolloutEvidence> Evidence => [.. _evidence];

    public RolloutWrite Write(RolloutRecord record)
    {
        var key = RolloutKey.Of(record.Flag, record.Id);
        var current = _records.GetValueOrDefault(key);
        if (current is not null && current.Revision != record.Revision)
        {
            return new RolloutWrite(false, current);
        }

        var written = record with { Revision = record.Revision + 1 };
        Set(key, written);
        Changed?.Invoke(RolloutLines.Of(written));
        ForgetIds(key, isRolledBack: false, MaxIds);
        ForgetIds(key, isRolledBack: true, MaxRolledBack);
        return new RolloutWrite(true, written);
    }

    /// <summary>Undoes a write that could not be saved.</summary>
    public void Restore(RolloutRecord record, RolloutRecord? before)
    {
        if (before is null)
        {
            Remove(RolloutKey.Of(record.Flag, record.Id));
            return;
        }

        Set(RolloutKey.Of(record.Flag, record.Id), before);
    }

    public RolloutRecord? Find(RolloutRecord record) => _records.GetValueOrDefault(RolloutKey.Of(record.Flag, record.Id));

    /// <summary>Joins a record that another process has written with the one here.</summary>
    /// <returns>True when the joined record is ahead of the other one, and has to be written.</returns>
    public bool Merge(RolloutRecord other)
    {
        var key = RolloutKey.Of(other.Flag, other.Id);
        if (!_records.TryGetValue(key, out var own))
        {
            Set(key, other);
            return false;
        }

        var joined = RolloutMerge.Join(own, other);
        if (RolloutMerge.IsSame(joined, other))
        {
            Set(key, own.Revision > other.Revision ? other with { Revision = own.Revision } : other);
            return false;
        }

        // Beyond both, so that a process that knows either notices the change.
        Set(key, joined with { Revision = Math.Max(own.Revision, other.Revision) + 1 });
        return true;
    }

    public void Add(IReadOnlyList<RolloutEvidence> evidence)
    {
        foreach (var each in evidence)
        {
            var before = _evidence.FindIndex(known => IsOfSameAttempt(known, each) && known.Node == each.Node);
            if (before >= 0 && _evidence[before].Sequence >= each.Sequence)
            {
                continue;
            }

            if (before >= 0)
            {
                _evidence.RemoveAt(before);
            }

            _evidence.Add(each);
            Changed?.Invoke(RolloutLines.Of(each));
            Forget(known => IsOfSameRollout(known, each) && known.Attempt <= each.Attempt - MaxAttempts);
            if (_evidence.Count(known => IsOfSameAttempt(known, each)) > MaxNodes)
            {
                var oldest = _evidence.Find(known => IsOfSameAttempt(known, each));
                Forget(known => ReferenceEquals(known, oldest));
            }
        }
    }

    public void Add(IReadOnlyList<RolloutRemoval> removals)
    {
        foreach (var removal in removals)
        {
            var key = (RolloutKey.NameOf(removal.Flag), removal.Unit);
            if (_removals.TryGetValue(key, out var before) && before.Removal.At >= removal.At)
            {
                continue;
            }

            if (_removals.Count >= MaxRemovals)
            {
                foreach (var entry in _removals.OrderBy(entry => entry.Value.Removal.Until).Take(ForgottenAtOnce).ToList())
                {
                    Forget(entry.Key, entry.Value.Removal);
                }
            }

            _removals[key] = (removal, ++_sequence);
            Changed?.Invoke(RolloutLines.Of(removal));
        }

        // The newest entry is a good enough time, and from the same clock as the others.
        if (removals.Count > 0)
        {
            Forget(removals.Max(removal => removal.At));
        }
    }

    public RolloutRemovals Since(long cursor) =>
        new([.. _removals.Values.Where(entry => entry.Sequence > cursor).OrderBy(entry => entry.Sequence).Select(entry => entry.Removal)], _sequence);

    // Entries that expired a day ago: until then other nodes may have to learn of readmissions.
    private void Forget(DateTimeOffset now)
    {
        if ((now - _scannedAt).Duration() < BetweenScans)
        {
            return;
        }

        _scannedAt = now;
        foreach (var (key, entry) in _removals)
        {
            if (entry.Removal.Until < now - Grace && entry.Removal.At < now - Grace)
            {
                Forget(key, entry.Removal);
            }
        }
    }

    private void Forget((string Flag, ulong Unit) key, RolloutRemoval removal)
    {
        _removals.Remove(key);
        Changed?.Invoke(JournalRecord.Removal(RolloutLines.KeyOf(removal)));
    }

    private void Forget(Predicate<RolloutEvidence> match)
    {
        foreach (var evidence in _evidence.FindAll(match))
        {
            Changed?.Invoke(JournalRecord.Removal(RolloutLines.KeyOf(evidence)));
        }

        _evidence.RemoveAll(match);
    }

    private void Set(RolloutKey key, RolloutRecord record)
    {
        _records[key] = record;
        if (!_ids.TryGetValue(key.Flag, out var ids))
        {
            _ids[key.Flag] = ids = [];
        }

        ids.Add(key);
    }

    private void Remove(RolloutKey key)
    {
        _records.Remove(key);
        if (_ids.TryGetValue(key.Flag, out var ids) && ids.Remove(key) && ids.Count == 0)
        {
            _ids.Remove(key.Flag);
        }
    }

    private void ForgetIds(RolloutKey written, bool isRolledBack, int max)
    {
        if (!_ids.TryGetValue(written.Flag, out var all) || all.Count <= max)
        {
            return;
        }

        LookedThrough += all.Count;
        var ids = all.Select(key => KeyValuePair.Create(key, _records[key]))
            .Where(entry => entry.Value.Phase == RolloutPhase.RolledBack == isRolledBack)
            .ToList();
        if (ids.Count > max)
        {
            // Except the record just written: its writer was told that it is stored.
            var oldest = ids.Where(entry => entry.Key != written)
                .OrderBy(entry => entry.Value.Phase is not (RolloutPhase.Completed or RolloutPhase.Cancelled))
                .ThenBy(entry => entry.Value.Changes.Count > 0 ? entry.Value.Changes[^1].At : DateTimeOffset.MinValue)
                .First();
            Remove(oldest.Key);
            Changed?.Invoke(JournalRecord.Removal(RolloutLines.KeyOf(oldest.Value)));
            Forget(each => RolloutKey.Of(each.Flag, each.Id) == oldest.Key);
        }
    }

    private static bool IsOfSameRollout(RolloutEvidence left, RolloutEvidence right) =>
        RolloutKey.Of(left.Flag, left.Id) == RolloutKey.Of(right.Flag, right.Id);

    private static bool IsOfSameAttempt(RolloutEvidence left, RolloutEvidence right) => left.Attempt == right.Attempt && IsOfSameRollout(left, right);
}
