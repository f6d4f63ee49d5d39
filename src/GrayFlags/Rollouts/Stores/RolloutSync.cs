using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Stores;

/// <summary>Synchronizes this process with its store: reads other instances' records, writes evidence and exclusions. One call of a kind at a time.</summary>
/// <remarks>Needs <see cref="RolloutSessions.Gate"/>; <see cref="Write"/> does not.</remarks>
internal sealed class RolloutSync(IRolloutStore store, string node, TimeProvider clock, ILogger logger)
{
    private const string NoAnswer = "The store returned no answer.";
    private const string NoAnswerInTime = "The store has not answered in time.";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PeriodOfFleet = TimeSpan.FromSeconds(1);

    // However often others change something.
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan BetweenWholeReads = TimeSpan.FromMinutes(10);

    // Until it is seen that what is damaged was written again.
    private static readonly TimeSpan BetweenWholeReadsOfDamage = TimeSpan.FromMinutes(1);

    private readonly HashSet<StoreWork> _failing = [];
    private StoreCall<Answer>? _reading;
    private StoreCall<bool>? _writing;
    private Dictionary<RolloutKey, RolloutRecord> _read = [];
    private IReadOnlyList<RolloutRemoval> _beingSaved = [];
    private Dictionary<(RolloutKey Rollout, int Attempt), RolloutEvidence> _saved = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;
    private long _cursor;
    private IReadOnlyList<DamagedRollout> _damaged = [];
    private bool _isFirst = true;

    // True while a read is under way that began before the store was known to have forgotten something.
    private bool _isOfBefore;
    private long _anewAt = clock.GetTimestamp();
    private volatile bool _isCalled;

    // True after a write has failed: the evidence that was captured for it has to be captured again.
    private bool _isLost;

    public string Node { get; } = node;

    /// <summary>The exclusions that the store cannot read.</summary>
    public DamagedRemovals DamagedRemovals { get; } = new();

    /// <summary>The evidence that this node stored of an attempt before it was started; null when there is none.</summary>
    public RolloutEvidence? SavedEvidence(string flag, string id, int attempt) => _saved.GetValueOrDefault((RolloutKey.Of(flag, id), attempt));

    /// <summary>The store's record of a rollout when it was last read; null when it had none.</summary>
    public RolloutRecord? LastRead(string flag, string id) => _read.GetValueOrDefault(RolloutKey.Of(flag, id));

    /// <summary>The store's record of a rollout, when it could not be read; null when it could, or when there is none.</summary>
    public DamagedRollout? LastDamaged(string flag, string id) =>
        _damaged.FirstOrDefault(damaged => RolloutKey.Of(damaged.Flag, damaged.Id) == RolloutKey.Of(flag, id));

    /// <summary>True when the store has the log of a fleet, which takes the place of the nodes' own evidence.</summary>
    public bool IsOfFleet => store is IRolloutLog;

    /// <summary>True when the store had a record of the rollout when it was last read.</summary>
    public bool IsStored(string flag, string id) => _read.ContainsKey(RolloutKey.Of(flag, id));

    /// <summary>Called when an answer of a fleet's store has come between two ticks; from any thread.</summary>
    public Action AnswerCame { get; set; } = static () => { };

    /// <summary>The time until a read that was called for is due; null when none is, or when one is under way.</summary>
    public TimeSpan? UntilCalledRead(DateTimeOffset now) => !_isCalled || _reading is not null ? null : BetweenCalls - (now - _readAt).Duration();

    /// <summary>Reads all exclusions again: the store has forgotten something, and may give numbers again that were read already.</summary>
    public void ReadAnew() => (_cursor, _isOfBefore, _anewAt) = (0, _reading is not null, clock.GetTimestamp());

    /// <summary>Makes the next read due soon; from any thread.</summary>
    public void Call() => _isCalled = true;

    /// <summary>Begins a read when one is due.</summary>
    public void BeginRead(DateTimeOffset now)
    {
        var pause = _isCalled ? BetweenCalls : IsOfFleet ? PeriodOfFleet : Period;
        if (_reading is not null || (now - _readAt).Duration() < pause)
        {
            return;
        }

        // A store may forget what it has just taken, and nothing that came later shows it.
        if (clock.GetElapsedTime(_anewAt) >= (DamagedRemovals.IsAny ? BetweenWholeReadsOfDamage : BetweenWholeReads))
        {
            ReadAnew();
        }

        (_readAt, _isCalled) = (now, false);
        var (cursor, isFirst, begunAt) = (_cursor, _isFirst, clock.GetTimestamp());
        _reading = new StoreCall<Answer>(stop => ReadAll(cursor, isFirst, begunAt, stop), clock);
        if (IsOfFleet)
        {
            _reading.WhenEnded(AnswerCame);
        }
    }

    /// <summary>The answer of a read that has ended well; null when there is none.</summary>
    public Answer? EndRead()
    {
        if (_reading is null || !_reading.TryEnd(clock, out var answer, out var failure))
        {
            return null;
        }

        _reading = null;
        if (failure is not null || answer is null)
        {
            // Behind a store that was away there may be another one.
            ReadAnew();
            Failed(StoreWork.Read, failure ?? new InvalidDataException(NoAnswer));
            return null;
        }

        if (answer.Records is null || answer.Removals?.Removals is null || answer.Evidence is null)
        {
            Failed(StoreWork.Read, new InvalidDataException(NoAnswer));
            return null;
        }

        answer = RolloutDoubt.Of(answer);
        Answered(StoreWork.Read);
        if (answer.RemovalsFailure is { } problem)
        {
            Failed(StoreWork.Removals, problem);
        }
        else
        {
            // A store that took over from another one may have given numbers again that were read already: then everything is read.
            Answered(StoreWork.Removals);
            _cursor = _isOfBefore || answer.Removals.Cursor < _cursor ? 0 : answer.Removals.Cursor;
            _isOfBefore = false;
            NoteDamage(answer);
        }

        _read = answer.Records.GroupBy(record => RolloutKey.Of(record.Flag, record.Id)).ToDictionary(group => group.Key, group => group.Last());
        _damaged = answer.Damaged;
        if (_isFirst)
        {
            _isFirst = false;
            _saved = answer.Evidence
                .Where(each => each.Node == Node)
                .GroupBy(each => (RolloutKey.Of(each.Flag, each.Id), each.Attempt))
                .ToDictionary(group => group.Key, group => group.MaxBy(each => each.Sequence)!);
        }

        return answer;
    }

    /// <summary>Begins the reads and writes that are due, and ends those that have an answer.</summary>
    public void Synchronize(DateTimeOffset now, Func<bool, IReadOnlyList<RolloutEvidence>> evidence, ExclusionRegistry exclusions)
    {
        BeginRead(now);
        EndWrite(exclusions);
        if (_writing is not null)
        {
            return;
        }

        var isDue = !IsOfFleet && (now - _writtenAt).Duration() >= Period;
        _beingSaved = exclusions.TakeUnsaved();
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
            EndWrite(exclusions);
        }
    }

    /// <summary>Writes at once, whether or not a write is due.</summary>
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

    /// <summary>Reads the exclusions that the last read did not see. The next read sees them again.</summary>
    public async Task<IReadOnlyList<RolloutRemoval>> ReadNewRemovals(CancellationToken cancellationToken)
    {
        var answer = await store.ReadRemovalsAsync(Interlocked.Read(ref _cursor), cancellationToken).ConfigureAwait(false);
        return RolloutDoubt.Of(answer?.Removals is null ? throw new InvalidDataException(NoAnswer) : answer).Removals;
    }

    /// <summary>Logs a failure of the store, once until every kind of call that has failed succeeds again.</summary>
    public void Failed(StoreWork work, Exception failure)
    {
        if (_failing.Count == 0)
        {
            // Whoever waits stops after a while.
            Log.RolloutStoreFailed(logger, failure is OperationCanceledException ? NoAnswerInTime : LogSafeText.Sentence(failure.Message));
        }

        _failing.Add(work);
    }

    /// <summary>Logs that the store works again, once every kind of call that has failed has succeeded.</summary>
    public void Answered(StoreWork work)
    {
        if (_failing.Remove(work) && _failing.Count == 0)
        {
            Log.RolloutStoreAnswers(logger);
        }
    }

    private void NoteDamage(Answer answer)
    {
        var found = DamagedRemovals.Note(answer.Removals, answer.HasAllRemovals);
        if (found.Count == 0)
        {
            return;
        }

        Log.RolloutRemovalsDamaged(logger, string.Join(", ", found.Select(LogSafeText.Quote)));
        if (!answer.HasAllRemovals)
        {
            // What this node knows of them is written again.
            ReadAnew();
        }
    }

    private void EndWrite(ExclusionRegistry exclusions)
    {
        if (_writing is null || !_writing.TryEnd(clock, out _, out var failure))
        {
            return;
        }

        _writing = null;
        if (failure is null)
        {
            Answered(StoreWork.Evidence);
            exclusions.MarkSaved(_beingSaved);
            return;
        }

        _isLost = true;
        Failed(StoreWork.Evidence, failure);
        exclusions.Requeue(_beingSaved);
    }

    private async Task<Answer> ReadAll(long cursor, bool isFirst, long begunAt, CancellationToken cancellationToken)
    {
        var answer = await ReadRecords(cancellationToken).ConfigureAwait(false);
        answer = await WithRemovals(answer, cursor, cancellationToken).ConfigureAwait(false);
        var evidence = isFirst && !IsOfFleet ? await store.ReadEvidenceAsync(cancellationToken).ConfigureAwait(false) : [];
        return answer with { Evidence = evidence, BegunAt = begunAt };
    }

    // What cannot be read of them keeps no rollback from this node.
    private async Task<Answer> WithRemovals(Answer answer, long cursor, CancellationToken cancellationToken)
    {
        try
        {
            var removals = await store.ReadRemovalsAsync(cursor, cancellationToken).ConfigureAwait(false);
            return answer with { Removals = removals, HasAllRemovals = cursor == 0 };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return answer with { RemovalsFailure = exception };
        }
    }

    private async Task<Answer> ReadRecords(CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(await store.ReadAsync(cancellationToken).ConfigureAwait(false), new RolloutRemovals([], 0), []);
        }
        catch (InvalidDataException exception)
        {
            var rest = DamagedRollouts.Of(exception);
            return new Answer(rest?.Records ?? [], new RolloutRemovals([], 0), []) { Damage = exception.Message, Damaged = rest?.Damaged ?? [] };
        }
    }

    /// <summary>The answer of a read.</summary>
    internal sealed record Answer(IReadOnlyList<RolloutRecord> Records, RolloutRemovals Removals, IReadOnlyList<RolloutEvidence> Evidence)
    {
        /// <summary>The damage that the store has found in its records; null when there is none.</summary>
        public string? Damage { get; init; }

        /// <summary>The records that it cannot read, where it knows which ones they are.</summary>
        public IReadOnlyList<DamagedRollout> Damaged { get; init; } = [];

        /// <summary>True when a rollout without a record has none: nothing is missing but what is known to be damaged.</summary>
        public bool IsWhole => Damage is null || Damaged.Count > 0;

        /// <summary>The reason why the exclusions could not be read; null when they could.</summary>
        public Exception? RemovalsFailure { get; init; }

        /// <summary>True when the exclusions are all that the store has, and not only those that are new.</summary>
        public bool HasAllRemovals { get; init; }

        /// <summary>The timestamp at which the read began.</summary>
        public long BegunAt { get; init; }
    }
}
