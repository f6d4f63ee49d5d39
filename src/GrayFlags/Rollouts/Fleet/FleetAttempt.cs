using System.Security.Cryptography;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>One attempt of a rollout on a node of a fleet: gathers its own calls for the log, and weighs those of all nodes in the log's order.</summary>
/// <remarks>Needs <see cref="RolloutSessions.Gate"/>. Every node that has read the same entries has the same evidence, to the last bit.</remarks>
internal sealed partial class FleetAttempt
{
    private const int CallsBetweenCheckpoints = 100_000;

    // Also of an attempt that nobody calls: what is behind the oldest checkpoint of all stays in the log, and is read by every node that starts.
    private const int EntriesBetweenCheckpoints = 10_000;
    private const int EntriesUntilOthersWrite = 1_000;

    private static readonly TimeSpan BetweenFirstLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Blocked = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly OutcomeRecorder _recorder;
    private readonly SettledSample _sample;
    private RolloutPlan _plan;
    private GuardSet? _guards;
    private DateTimeOffset? _lastEntryAt;
    private int _stage;
    private bool _isFromFirst;
    private long _lookedAt;
    private long? _blockedAt;
    private long? _blindSince;
    private long _unsaved;
    private long _wantedAt;
    private bool _isOwnTurn;
    private bool _mustSave;

    public FleetAttempt(RolloutPlan plan, RolloutRecord record, OutcomeRecorder recorder, TimeProvider clock)
    {
        (_plan, _recorder, _clock) = (plan, recorder, clock);
        recorder.Queue.Settle = plan.Settle;
        _sample = new SettledSample(recorder.Queue, clock);
        (Flag, Id, Attempt, _stage) = (plan.Flag, plan.Id, record.Attempt, record.Stage);
        Rollout = RolloutKey.Of(Flag, Id);
        Fingerprint = GuardFingerprint.Of(plan);
    }

    public string Flag { get; }

    public string Id { get; }

    public RolloutKey Rollout { get; }

    public int Attempt { get; }

    /// <summary>Tells the guards that this node weighs with from those of others.</summary>
    public string Fingerprint { get; private set; }

    /// <summary>Tells the evidence from that of the same guards since another moment; see <see cref="FleetState.Lineage"/>.</summary>
    public long Lineage { get; private set; }

    /// <summary>False until a checkpoint was read or written: until then nothing is weighed.</summary>
    public bool IsReady => _guards is not null;

    /// <summary>The position of the last entry that was weighed.</summary>
    public long Position { get; private set; }

    /// <summary>The store's version of the checkpoint that was read or written last.</summary>
    public long Revision { get; private set; }

    /// <summary>The position of that checkpoint.</summary>
    public long SavedPosition { get; private set; }

    /// <summary>The store's time of the last entry with a call of either arm; null for none.</summary>
    public DateTimeOffset? AliveAt { get; private set; }

    /// <summary>
    /// True when the fleet's evidence has not been known for a while, though the store answers: it is damaged, or another edition of the library wrote it.
    /// </summary>
    public bool IsBlind => _blindSince is { } since && _clock.GetElapsedTime(since) > FleetNode.UntilAlone;

    /// <summary>The time for which the current stage was watched by anybody; null while it is not known, or while the log is at another stage.</summary>
    public TimeSpan? StageWatched => _guards is { } guards && guards.Stage == _stage ? TimeSpan.FromSeconds(guards.StageWatched) : null;

    /// <summary>True while nothing is weighed because an entry cannot be read here.</summary>
    public bool IsBlocked => _blockedAt is { } at && _clock.GetElapsedTime(at) < Blocked;

    /// <summary>True when this node had better write a checkpoint.</summary>
    public bool WantsCheckpoint =>
        IsReady && (_mustSave || (_wantedAt > 0 && (_isOwnTurn || Position - _wantedAt > EntriesUntilOthersWrite)));

    /// <summary>
    /// True when the checkpoint had better be looked for: a failover may have forgotten the one that the attempt began with, or guards may have been changed
    /// and changed back on other nodes, without a trace in the log.
    /// </summary>
    public bool WantsLook => IsReady && _clock.GetElapsedTime(_lookedAt) >= (_isFromFirst ? BetweenFirstLooks : BetweenLooks);

    /// <summary>True when a look has shown a checkpoint that has to be read.</summary>
    public bool WantsRead { get; private set; }

    /// <summary>True when the guards were changed here since the checkpoint was read.</summary>
    public bool HasOtherGuards { get; private set; }

    /// <summary>The fleet's evidence; null while it is not known.</summary>
    public GuardSetStatus? Status(DateTimeOffset now) => _guards?.Tick(now.UtcTicks);

    /// <summary>True when a promotion had better wait.</summary>
    public bool IsInDoubt() => _guards?.IsInDoubt() == true;

    /// <summary>Takes over a plan and a stage that may have changed.</summary>
    public void Update(RolloutPlan plan, RolloutRecord record)
    {
        _stage = record.Stage;
        if (ReferenceEquals(plan, _plan))
        {
            return;
        }

        _plan = plan;
        var fingerprint = GuardFingerprint.Of(plan);
        if (fingerprint != Fingerprint)
        {
            (Fingerprint, HasOtherGuards) = (fingerprint, true);
            TakeOverGuardsAlone();
        }
    }

    /// <summary>Takes this node's calls that are old enough to be judged, for the next batch.</summary>
    /// <param name="isCutOff">True while the store does not answer.</param>
    /// <param name="halvings">The number of times by which the units of calls from now on are halved.</param>
    public FleetSection Collect(bool isCutOff, int halvings)
    {
        var (now, calls, alike) = (_clock.GetTimestamp(), new List<CountedCall>(), new Dictionary<JudgedCall, int>());
        _blindSince = HasEvidence(now) ? null : _blindSince ?? now;
        var isAlone = isCutOff || IsBlind;
        while (_recorder.Queue.TryJudge(now, out var call))
        {
            // Whoever is alone begins anew: a unit that repeats its call for the fleet does not for this node.
            var isRepeat = !isAlone && _guards?.IsRepeat(call) == true;
            if (isRepeat && call.State.Verdict == CallVerdict.Success)
            {
                // Nothing counts its unit: only how many there were.
                var state = CallState.Of(0, call.State.Size, call.State.Verdict, call.State.Level, call.State.Score);
                var marks = CallMarks.Of(call.Marks.IsCanary, true, false, call.Marks.Kind, 0);
                var kind = new JudgedCall(0, marks, state, call.Stage, call.Settle) { IsRepeat = true };
                alike[kind] = alike.GetValueOrDefault(kind) + 1;
                continue;
            }

            calls.Add(new CountedCall(call with { IsRepeat = isRepeat }, 1));
        }

        calls.AddRange(alike.Select(pair => new CountedCall(pair.Key, pair.Value)));
        WeighAlone(calls, isAlone, isCutOff, now);
        return new FleetSection(Rollout, Attempt, _stage, _sample.Use(halvings, now), calls);
    }

    /// <summary>Weighs a node's calls: one section is one tick.</summary>
    /// <param name="entry">The entry that has the section.</param>
    /// <param name="section">The section.</param>
    /// <param name="isOwn">True when this node has appended it.</param>
    public void Feed(RolloutLogEntry entry, FleetSection section, bool isOwn)
    {
        if (_guards is not { } guards || entry.Position <= Position)
        {
            return;
        }

        Position = entry.Position;
        var stage = guards.Stage;
        guards.Feed(_lastEntryAt is { } last ? (entry.At - last).TotalSeconds : 0, section.Calls);

        // Never back: a node that is behind with the record says an earlier stage.
        guards.StartStage(Math.Max(section.Stage, guards.Stage));
        _lastEntryAt = entry.At;
        AliveAt = section.Calls.Count > 0 ? entry.At : AliveAt;
        _hasWeighed |= section.Calls.Count > 0;
        _unsaved += section.Calls.Count;
        if (_wantedAt == 0 && (guards.Stage != stage || _unsaved >= CallsBetweenCheckpoints))
        {
            (_wantedAt, _isOwnTurn) = (entry.Position, isOwn);
        }
    }

    /// <summary>Passes entries that have nothing more of this attempt.</summary>
    /// <param name="position">The position of the last of them.</param>
    /// <param name="isOwn">True when this node has appended it.</param>
    public void Pass(long position, bool isOwn = false)
    {
        if (!IsReady)
        {
            return;
        }

        Position = Math.Max(Position, position);
        if (_wantedAt == 0 && Position - SavedPosition >= EntriesBetweenCheckpoints)
        {
            (_wantedAt, _isOwnTurn) = (Position, isOwn);
        }
    }

    /// <summary>Forgets the evidence, which has to be read again: the log is not the one that it was gathered from.</summary>
    public void Reset() => (_guards, Revision, _wantedAt, _unsaved, _mustSave, WantsRead) = (null, 0, 0, 0, false, false);

    /// <summary>Weighs nothing for a while: an entry cannot be read here, and another node's checkpoint behind it may come.</summary>
    public void Block()
    {
        Reset();
        _blockedAt = _clock.GetTimestamp();
    }

    /// <summary>The checkpoint of what was weighed so far, with the guards of now.</summary>
    public RolloutCheckpoint Checkpoint() => Checkpoint(Position, _lastEntryAt, _guards?.Capture(), HasOtherGuards ? NewLineage() : Lineage);

    /// <summary>The checkpoint of an attempt that nobody has seen yet.</summary>
    /// <param name="position">The end of the log.</param>
    public RolloutCheckpoint FirstCheckpoint(long position) => Checkpoint(position, null, null, NewLineage());

    /// <summary>The stored checkpoint with the guards of now; null when it cannot be read here.</summary>
    public RolloutCheckpoint? WithGuardsOfNow(RolloutCheckpoint stored)
    {
        Revision = stored.Revision;
        return FleetState.TryRead(stored.State) is { } state ? Checkpoint(stored.Position, state.LastEntryAt, state.Guards, NewLineage()) : null;
    }

    /// <summary>Goes on from a stored checkpoint; returns false, with nothing changed, when it is of other guards.</summary>
    public bool TryLoad(RolloutCheckpoint stored)
    {
        if (FleetState.TryRead(stored.State) is not { } state || state.Fingerprint != Fingerprint)
        {
            return false;
        }

        NoteWhatIsForgotten(state);
        _guards = NewGuards(state.Guards?.Planned, PartOfFleet);
        if (state.Guards is { } saved)
        {
            _guards.Restore(saved);
        }

        (Position, Lineage, _lastEntryAt, HasOtherGuards) = (stored.Position, state.Lineage, state.LastEntryAt, false);
        MarkSaved(stored);
        _gap = null;
        (_isFromFirst, _lookedAt) = (state.Guards is null, _clock.GetTimestamp());
        return true;
    }

    /// <summary>Notes the head of what the store has in place of the checkpoint that was read or written last.</summary>
    public void Look(RolloutCheckpointHead? head)
    {
        _lookedAt = _clock.GetTimestamp();
        if (head is null)
        {
            Reset();
            return;
        }

        // Others may weigh with other guards for long, where documents differ: what is theirs is left alone.
        if (head.IsWhole && !FleetState.IsOf(head.Origin, Fingerprint))
        {
            return;
        }

        // After a failover another checkpoint may have the same revision.
        if (!head.IsWhole || head.Origin != StateOf(Lineage).Origin || (head.Revision == Revision && head.Position != SavedPosition))
        {
            WantsRead = true;
        }
        else if (head.Revision != Revision)
        {
            MarkSaved(head.Revision, head.Position);
        }
    }

    /// <summary>Notes what the store has in place of the checkpoint that was read or written last.</summary>
    public void Look(RolloutCheckpoint? stored)
    {
        WantsRead = false;
        if (stored is null)
        {
            Reset();
            return;
        }

        if (FleetState.IsDamaged(stored.State))
        {
            Mend(stored);
            return;
        }

        if (FleetState.TryRead(stored.State) is not { } state || state.Fingerprint != Fingerprint)
        {
            return;
        }

        if (state.Lineage == Lineage && stored.Revision != Revision)
        {
            MarkSaved(stored);
        }
        else if ((state.Lineage, stored.Position) != (Lineage, SavedPosition))
        {
            TryLoad(stored);
        }
    }

    /// <summary>Notes the checkpoint that the store has.</summary>
    public void MarkSaved(RolloutCheckpoint stored) => MarkSaved(stored.Revision, stored.Position);

    /// <summary>Notes that the store had another checkpoint than the one that was to be replaced.</summary>
    public void MarkOvertaken(RolloutCheckpoint stored)
    {
        if (FleetState.TryRead(stored.State) is { } state && state.Fingerprint == Fingerprint)
        {
            if (state.Lineage == Lineage || !TryLoad(stored))
            {
                MarkSaved(stored);
            }

            return;
        }

        if (FleetState.IsDamaged(stored.State))
        {
            Mend(stored);
            return;
        }

        // Others weigh with other guards from there on: what is theirs is not replaced.
        (Revision, _wantedAt) = (stored.Revision, 0);
    }

    private void MarkSaved(long revision, long position)
    {
        (Revision, SavedPosition, _wantedAt, _unsaved, _isOwnTurn, _isFromFirst) = (revision, position, 0, 0, false, false);
        _mustSave = false;
        MarkWhole(position);
    }

    // What stands before a damaged entry is read again and again, and is no more than it was.
    private bool HasEvidence(long now) =>
        IsReady && _damagedAt == 0 && (_blockedAt is not { } at || _clock.GetElapsedTime(at, now) > 2 * Blocked);

    private static long NewLineage() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    private RolloutCheckpoint Checkpoint(long position, DateTimeOffset? lastEntryAt, GuardSetState? guards, long lineage)
    {
        var state = StateOf(lineage) with { LastEntryAt = lastEntryAt, Guards = guards };
        return new RolloutCheckpoint
        {
            Flag = Flag,
            Id = Id,
            Attempt = Attempt,
            Position = position,
            Revision = Revision,
            Origin = state.Origin,
            State = FleetState.Write(state),
        };
    }

    private FleetState StateOf(long lineage) => new() { Version = FleetState.Edition, Fingerprint = Fingerprint, Lineage = lineage };

    private GuardSet NewGuards(double? planned, double partOfRisk) =>
        new(_plan, _recorder, _clock, Attempt, planned, partOfRisk: partOfRisk, isFed: true);
}
