namespace GrayFlags;

/// <summary>A fleet's store in memory: for tests, and for several evaluators in one process. Thread-safe.</summary>
/// <remarks>Its clock is the one that it is given, whatever clocks the evaluators have.</remarks>
public sealed class InMemoryRolloutLog : IRolloutLog
{
    private const int MostEntries = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly InMemoryRolloutStore _store = new();
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly List<RolloutLogEntry> _entries = [];
    private readonly Dictionary<long, long> _sequences = [];
    private readonly Dictionary<string, long> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Flag, string Id), RolloutCheckpoint> _checkpoints = [];
    private Action? _changed;
    private long _last;

    /// <summary>Creates an empty store.</summary>
    /// <param name="clock">The fleet's clock. Default: the system's.</param>
    public InMemoryRolloutLog(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutRecord>> ReadAsync(CancellationToken cancellationToken) => _store.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<RolloutWrite> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        var write = await _store.WriteAsync(record, cancellationToken).ConfigureAwait(false);
        Tell(write.IsWritten);
        return write;
    }

    /// <inheritdoc/>
    public Task WriteEvidenceAsync(IReadOnlyList<RolloutEvidence> evidence, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolloutEvidence>> ReadEvidenceAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RolloutEvidence>>([]);

    /// <inheritdoc/>
    public async Task AddRemovalsAsync(IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        await _store.AddRemovalsAsync(removals, cancellationToken).ConfigureAwait(false);
        Tell(removals.Count > 0);
    }

    /// <inheritdoc/>
    public Task<RolloutRemovals> ReadRemovalsAsync(long cursor, CancellationToken cancellationToken) => _store.ReadRemovalsAsync(cursor, cancellationToken);

    /// <inheritdoc/>
    public Task<long> TakeNumberAsync(string counter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counter);

        lock (_gate)
        {
            return Task.FromResult(_counters[counter] = _counters.GetValueOrDefault(counter) + 1);
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(RolloutLogBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);

        lock (_gate)
        {
            if (_sequences.GetValueOrDefault(batch.Member) < batch.Sequence)
            {
                _sequences[batch.Member] = batch.Sequence;
                _entries.Add(new RolloutLogEntry(++_last, _clock.GetUtcNow(), batch));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RolloutLogPage> ReadLogAsync(long from, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Positions have no gaps: an entry's index follows from the last one's.
            var first = _last - _entries.Count + 1;
            var skipped = (int)Math.Clamp(from - first, 0, _entries.Count);
            return Task.FromResult(new RolloutLogPage(_clock.GetUtcNow(), _last, _entries.GetRange(skipped, Math.Min(_entries.Count - skipped, MostEntries))));
        }
    }

    /// <inheritdoc/>
    public Task<RolloutCheckpoint?> ReadCheckpointAsync(string flag, string id, int attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flag);
        ArgumentNullException.ThrowIfNull(id);

        lock (_gate)
        {
            return Task.FromResult(Find(flag, id) is { } stored && stored.Attempt == attempt ? stored : null);
        }
    }

    /// <inheritdoc/>
    public async Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt, CancellationToken cancellationToken) =>
        await ReadCheckpointAsync(flag, id, attempt, cancellationToken).ConfigureAwait(false) is { } stored
            ? new RolloutCheckpointHead(stored.Revision, stored.Position, stored.Origin, IsWhole: true)
            : null;

    /// <inheritdoc/>
    public Task<RolloutCheckpointWrite> WriteCheckpointAsync(RolloutCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);

        lock (_gate)
        {
            var stored = Find(checkpoint.Flag, checkpoint.Id);
            if (checkpoint.Position > _last)
            {
                return Task.FromResult(new RolloutCheckpointWrite(false, stored?.Attempt == checkpoint.Attempt ? stored : null));
            }

            var revision = stored is not null && stored.Attempt == checkpoint.Attempt ? stored.Revision : 0;
            if ((stored is not null && stored.Attempt > checkpoint.Attempt) || revision != checkpoint.Revision)
            {
                return Task.FromResult(new RolloutCheckpointWrite(false, stored?.Attempt == checkpoint.Attempt ? stored : null));
            }

            var written = checkpoint with { Revision = checkpoint.Revision + 1 };
            _checkpoints[KeyOf(checkpoint.Flag, checkpoint.Id)] = written;
            return Task.FromResult(new RolloutCheckpointWrite(true, written));
        }
    }

    /// <inheritdoc/>
    public async Task TrimAsync(long before, CancellationToken cancellationToken)
    {
        var records = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        var ended = records.Where(static record => record.Phase is RolloutPhase.Cancelled or RolloutPhase.RolledBack)
            .Select(static record => KeyOf(record.Flag, record.Id)).ToHashSet();
        lock (_gate)
        {
            var first = _checkpoints.Where(stored => !ended.Contains(stored.Key)).Select(static stored => stored.Value.Position + 1)
                .Where(first => first > _last - RolloutCheckpoint.MostEntriesBehind).Append(before).Min();
            var young = _clock.GetUtcNow() - Kept;
            var kept = _entries.FindIndex(entry => entry.Position >= first || entry.At > young);
            _entries.RemoveRange(0, kept < 0 ? _entries.Count : kept);
        }
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        lock (_gate)
        {
            _changed += changed;
        }

        return new Watcher(this, changed);
    }

    private static (string Flag, string Id) KeyOf(string flag, string id) => (flag.ToUpperInvariant(), id);

    private RolloutCheckpoint? Find(string flag, string id) => _checkpoints.GetValueOrDefault(KeyOf(flag, id));

    private void Tell(bool isChanged)
    {
        Action? changed;
        lock (_gate)
        {
            changed = isChanged ? _changed : null;
        }

        changed?.Invoke();
    }

    private sealed class Watcher(InMemoryRolloutLog owner, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._changed -= changed;
            }
        }
    }
}
