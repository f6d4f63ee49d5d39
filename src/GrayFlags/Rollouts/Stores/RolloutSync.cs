using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Stores;

/// <summary>What a controller has with its store beside the records that it writes: reads what others wrote, and writes evidence and removals. One call of a kind at a time; called under the controller's lock.</summary>
internal sealed class RolloutSync(IRolloutStore store, string node, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly HashSet<StoreWork> _failing = [];
    private StoreCall<Answer>? _reading;
    private StoreCall<bool>? _writing;
    private Dictionary<RolloutKey, RolloutRecord> _read = [];
    private IReadOnlyList<RolloutRemoval> _beingSaved = [];
    private Dictionary<(RolloutKey Rollout, int Attempt), RolloutEvidence> _saved = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;
    private long _cursor;
    private bool _isFirst = true;

    // Whether a write failed since evidence was last captured: then what was captured for it has to be captured again.
    private bool _isLost;

    public string Node { get; } = node;

    /// <summary>What this node had saved of an attempt before it was started.</summary>
    public RolloutEvidence? SavedEvidence(string flag, string id, int attempt) => _saved.GetValueOrDefault((RolloutKey.Of(flag, id), attempt));

    /// <summary>What the store had of a rollout when it was last read; null for nothing.</summary>
    public RolloutRecord? LastRead(string flag, string id) => _read.GetValueOrDefault(RolloutKey.Of(flag, id));

    /// <summary>Begins to read, where the last time is long enough ago.</summary>
    public void Read(DateTimeOffset now)
    {
        if (_reading is null && (now - _readAt).Duration() >= Period)
        {
            _readAt = now;
            var (cursor, isFirst) = (_cursor, _isFirst);
            _reading = new StoreCall<Answer>(stop => ReadAll(cursor, isFirst, stop), clock);
        }
    }

    /// <summary>What was read; null while nothing was.</summary>
    public Answer? TakeRead()
    {
        if (_reading is null || !_reading.TryEnd(clock, out var answer, out var failure))
        {
            return null;
        }

        _reading = null;
        if (failure is not null || answer is null)
        {
            Failed(StoreWork.Read, failure ?? new InvalidDataException("It has no answer."));
            return null;
        }

        if (answer.Records is null || answer.Removals?.Removals is null || answer.Evidence is null)
        {
            Failed(StoreWork.Read, new InvalidDataException("It has no answer."));
            return null;
        }

        answer = RolloutDoubt.Of(answer);
        Answered(StoreWork.Read);
        _cursor = answer.Removals.Cursor;
        _read = answer.Records.GroupBy(record => RolloutKey.Of(record.Flag, record.Id)).ToDictionary(group => group.Key, group => group.Last());
        if (_isFirst)
        {
            _isFirst = false;
            _saved = answer.Evidence.Where(each => each.Node == Node).GroupBy(each => (RolloutKey.Of(each.Flag, each.Id), each.Attempt)).ToDictionary(group => group.Key, group => group.MaxBy(each => each.Sequence)!);
        }

        return answer;
    }

    /// <summary>Reads and writes what is due.</summary>
    public void Synchronize(DateTimeOffset now, Func<bool, IReadOnlyList<RolloutEvidence>> evidence, ExclusionRegistry remover)
    {
        Read(now);
        EndWrite(remover);
        if (_writing is not null)
        {
            return;
        }

        var isDue = (now - _writtenAt).Duration() >= Period;
        _beingSaved = remover.TakeUnsaved();
        var seen = isDue ? evidence(!_isLost) : [];
        if (isDue)
        {
            _writtenAt = now;
            _isLost = false;
        }

        if (_beingSaved.Count > 0 || seen.Count > 0)
        {
            var removals = _beingSaved;
            _writing = new StoreCall<bool>(stop => Write(seen, removals, stop), clock);
            EndWrite(remover);
        }
    }

    /// <summary>Writes now, whatever is due.</summary>
    public async Task<bool> Write(IReadOnlyList<RolloutEvidence> evidence, IReadOnlyList<RolloutRemoval> removals, CancellationToken cancellationToken)
    {
        if (removals.Count > 0)
        {
            await store.AddRemovalsAsync(removals, cancellationToken).ConfigureAwait(false);
        }

        if (evidence.Count > 0)
        {
            await store.WriteEvidenceAsync(evidence, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>The store failed: said once until it does again all that it failed at.</summary>
    public void Failed(StoreWork work, Exception failure)
    {
        if (_failing.Count == 0)
        {
            Log.RolloutStoreFailed(logger, LogText.Shown(failure.Message));
        }

        _failing.Add(work);
    }

    public void Answered(StoreWork work)
    {
        if (_failing.Remove(work) && _failing.Count == 0)
        {
            Log.RolloutStoreAnswers(logger);
        }
    }

    private void EndWrite(ExclusionRegistry remover)
    {
        if (_writing is null || !_writing.TryEnd(clock, out _, out var failure))
        {
            return;
        }

        _writing = null;
        if (failure is null)
        {
            Answered(StoreWork.Totals);
            remover.Kept(_beingSaved);
            return;
        }

        _isLost = true;
        Failed(StoreWork.Totals, failure);
        remover.PutBack(_beingSaved);
    }

    private async Task<Answer> ReadAll(long cursor, bool isFirst, CancellationToken cancellationToken)
    {
        var (records, damage) = await ReadRecords(cancellationToken).ConfigureAwait(false);
        var removals = await store.ReadRemovalsAsync(cursor, cancellationToken).ConfigureAwait(false);
        var evidence = isFirst ? await store.ReadEvidenceAsync(cancellationToken).ConfigureAwait(false) : [];
        return new Answer(records, removals, evidence) { Damage = damage };
    }

    private async Task<(IReadOnlyList<RolloutRecord> Records, string? Damage)> ReadRecords(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (InvalidDataException exception)
        {
            return (LostRollouts.Of(exception), exception.Message);
        }
    }

    /// <summary>What a read gave.</summary>
    internal sealed record Answer(IReadOnlyList<RolloutRecord> Records, RolloutRemovals Removals, IReadOnlyList<RolloutEvidence> Evidence)
    {
        /// <summary>What is wrong with what was kept, where it is damaged.</summary>
        public string? Damage { get; init; }
    }
}
