using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts;

/// <summary>What a controller has with its store beside the records that it writes: reads what others wrote, and writes evidence and removals. One call of a kind at a time; called under the controller's lock.</summary>
internal sealed class RolloutSync(IRolloutStore store, string node, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private Task<Answer>? _reading;
    private Task<Exception?>? _writing;
    private IReadOnlyList<RolloutRemoval> _beingSaved = [];
    private Dictionary<(string Flag, string Id, int Attempt), RolloutEvidence> _saved = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;
    private long _cursor;
    private bool _isFirst = true;
    private bool _isFailing;

    public string Node { get; } = node;

    /// <summary>What this node had saved of an attempt before it was started.</summary>
    public RolloutEvidence? SavedEvidence(string flag, string id, int attempt) => _saved.GetValueOrDefault((flag.ToLowerInvariant(), id, attempt));

    /// <summary>Begins to read, where the last time is long enough ago.</summary>
    public void Read(DateTimeOffset now)
    {
        if (_reading is null && (now - _readAt).Duration() >= Period)
        {
            _readAt = now;
            _reading = ReadAll(_cursor, _isFirst);
        }
    }

    /// <summary>What was read; null while nothing was.</summary>
    public Answer? TakeRead()
    {
        if (_reading is not { IsCompleted: true } ended)
        {
            return null;
        }

        _reading = null;
        var answer = ended.Result;
        if (answer.Failure is { } failure)
        {
            Failed(failure);
            return null;
        }

        Answered();
        _cursor = answer.Removals.Cursor;
        if (_isFirst)
        {
            _isFirst = false;
            _saved = answer.Evidence.Where(each => each.Node == Node).GroupBy(each => (each.Flag.ToLowerInvariant(), each.Id, each.Attempt)).ToDictionary(group => group.Key, group => group.MaxBy(each => each.Sequence)!);
        }

        return answer;
    }

    /// <summary>Reads and writes what is due.</summary>
    public void Pump(DateTimeOffset now, Func<IReadOnlyList<RolloutEvidence>> evidence, RolloutRemover remover)
    {
        Read(now);
        EndWrite(remover);
        if (_writing is not null)
        {
            return;
        }

        var isDue = (now - _writtenAt).Duration() >= Period;
        _beingSaved = remover.TakeUnsaved();
        var seen = isDue ? evidence() : [];
        if (isDue)
        {
            _writtenAt = now;
        }

        if (_beingSaved.Count > 0 || seen.Count > 0)
        {
            _writing = TryWrite(seen, _beingSaved);
            EndWrite(remover);
        }
    }

    /// <summary>Writes now, whatever is due.</summary>
    public async Task Write(IReadOnlyList<RolloutEvidence> evidence, IReadOnlyList<RolloutRemoval> removals)
    {
        if (removals.Count > 0)
        {
            await store.AddRemovalsAsync(removals, CancellationToken.None).ConfigureAwait(false);
        }

        if (evidence.Count > 0)
        {
            await store.WriteEvidenceAsync(evidence, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The store failed: said once until it answers again.</summary>
    public void Failed(Exception failure)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            Log.RolloutStoreFailed(logger, failure.Message);
        }
    }

    public void Answered()
    {
        if (_isFailing)
        {
            _isFailing = false;
            Log.RolloutStoreAnswers(logger);
        }
    }

    private void EndWrite(RolloutRemover remover)
    {
        if (_writing is not { IsCompleted: true } ended)
        {
            return;
        }

        _writing = null;
        if (ended.Result is not { } failure)
        {
            Answered();
            return;
        }

        Failed(failure);
        remover.PutBack(_beingSaved);
    }

    // Nobody may be there any more to see a task fail: what goes wrong is a result.
    private async Task<Exception?> TryWrite(IReadOnlyList<RolloutEvidence> evidence, IReadOnlyList<RolloutRemoval> removals)
    {
        try
        {
            await Write(evidence, removals).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task<Answer> ReadAll(long cursor, bool isFirst)
    {
        try
        {
            var (records, damage) = await ReadRecords().ConfigureAwait(false);
            var removals = await store.ReadRemovalsAsync(cursor, CancellationToken.None).ConfigureAwait(false);
            var evidence = isFirst ? await store.ReadEvidenceAsync(CancellationToken.None).ConfigureAwait(false) : [];
            return new Answer(records, removals, evidence) { Damage = damage };
        }
        catch (Exception exception)
        {
            return new Answer([], new RolloutRemovals([], cursor), []) { Failure = exception };
        }
    }

    private async Task<(IReadOnlyList<RolloutRecord> Records, string? Damage)> ReadRecords()
    {
        try
        {
            return (await store.ReadAsync(CancellationToken.None).ConfigureAwait(false), null);
        }
        catch (InvalidDataException exception)
        {
            return ([], exception.Message);
        }
    }

    /// <summary>What a read gave.</summary>
    internal sealed record Answer(IReadOnlyList<RolloutRecord> Records, RolloutRemovals Removals, IReadOnlyList<RolloutEvidence> Evidence)
    {
        public Exception? Failure { get; init; }

        /// <summary>What is wrong with what was kept, where it is damaged.</summary>
        public string? Damage { get; init; }
    }
}
