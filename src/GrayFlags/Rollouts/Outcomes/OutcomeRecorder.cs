using GrayFlags.Bucketing;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>
/// Records the calls of one attempt and their outcomes. Thread-safe; recording takes no lock and, once warm, allocates nothing. Its memory grows neither with
/// units nor with time.
/// </summary>
internal sealed class OutcomeRecorder
{

    private readonly TimeProvider _clock;
    private readonly UnitFilter _met = new();
    private readonly ulong _salt;

    // By arm: 0 for the control, 1 for the canary.
    private readonly long[] _calledAt = new long[2];
    private long _invalid;
    private long _slowTicks = long.MaxValue;

    /// <param name="clock">The clock.</param>
    /// <param name="attempt">The attempt, from 1.</param>
    /// <param name="rollout">A hash of the rollout: the same unit has another <see cref="HashOf"/> in each attempt of each rollout.</param>
    public OutcomeRecorder(TimeProvider clock, int attempt, ulong rollout = 0)
    {
        _clock = clock;
        _salt = rollout ^ (GoldenRatio.Fraction * (ulong)(attempt + 1));
        Queue = new CallQueue(clock);
    }

    /// <summary>The units that were seen.</summary>
    public UnitFilter Met => _met;

    /// <summary>The calls that are not judged yet.</summary>
    public CallQueue Queue { get; }

    /// <summary>The number of values that were out of range.</summary>
    public long Invalid => Interlocked.Read(ref _invalid);

    /// <summary>The age from which an abandoned call counts as not ended instead of being ignored: the control's 95 % quantile.</summary>
    public TimeSpan Slow
    {
        get => new(Volatile.Read(ref _slowTicks));
        set => Volatile.Write(ref _slowTicks, value.Ticks);
    }

    /// <summary>The hash of a unit in this attempt.</summary>
    public uint HashOf(ulong unit) => (uint)(MurmurHash3.Mix64(unit ^ _salt) >> 32);

    /// <summary>The timestamp of an arm's last call, to a second; 0 for none.</summary>
    public long CalledAt(bool isCanary) => Volatile.Read(ref _calledAt[isCanary ? 1 : 0]);

    /// <summary>Begins a call.</summary>
    /// <param name="assignment">The arm and its probability.</param>
    /// <param name="isEvidence">True when guards may bet on it: its unit was known before the attempt began.</param>
    public CallTicket Begin(in Assignment assignment, bool isEvidence) => File(assignment, isEvidence, CallKind.Call, CallVerdict.Open, -1);

    /// <summary>Ends a call. Only the first end has an effect, and none after the call was judged.</summary>
    /// <param name="ticket">The ticket, from <see cref="Begin"/>.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="score">The satisfaction score, 0 to 1; null for none.</param>
    /// <param name="seconds">The duration; null for the time since the call began.</param>
    public void End(in CallTicket ticket, CallVerdict verdict, double? score = null, double? seconds = null)
    {
        if (AgeOf(ticket) is { } age)
        {
            End(ticket, age, verdict, score, seconds);
        }
    }

    /// <summary>Ends a call whose caller has gone away: it counts as not ended when it was already slow, and is ignored otherwise.</summary>
    public void Abandon(in CallTicket ticket)
    {
        if (AgeOf(ticket) is { } age)
        {
            End(ticket, age, age > Volatile.Read(ref _slowTicks) ? CallVerdict.NotEnded : CallVerdict.Ignored);
        }
    }

    /// <summary>Records one number. Numbers out of range are dropped and counted as invalid.</summary>
    /// <param name="assignment">The arm and its probability.</param>
    /// <param name="isEvidence">True when guards may bet on it.</param>
    /// <param name="metric">A score, an opt-out or a mismatch.</param>
    /// <param name="value">0 or 1 for opt-outs and mismatches; 0 (bad) to 1 (good) for scores.</param>
    public void Record(in Assignment assignment, bool isEvidence, GuardMetric metric, double value)
    {
        if (value is not (>= 0 and <= 1) || (metric != GuardMetric.Score && value is not (0 or 1)))
        {
            Interlocked.Increment(ref _invalid);
            return;
        }

        var kind = metric switch
        {
            GuardMetric.Score => CallKind.Score,
            GuardMetric.OptOut => CallKind.OptOut,
            GuardMetric.Mismatch => CallKind.Mismatch,
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "not recorded as a number of its own"),
        };
        var verdict = value > 0 && kind != CallKind.Score ? CallVerdict.Failure : CallVerdict.Success;
        File(assignment, isEvidence, kind, verdict, kind == CallKind.Score ? ScoreScale.LevelOf(value) : -1);
    }

    /// <summary>Records the call of a unit that feedback has excluded.</summary>
    /// <param name="assignment">The arm that chance gave it.</param>
    /// <param name="isEvidence">True when guards might bet on it.</param>
    public void RecordExcluded(in Assignment assignment, bool isEvidence) => File(assignment, isEvidence, CallKind.Call, CallVerdict.Excluded, -1);

    // In ticks; null when the call is not tracked, has ended, or is too old to be ended.
    private long? AgeOf(in CallTicket ticket)
    {
        if (ticket.Page is not { } page || !page.IsOpen(ticket.Place, ticket.Generation))
        {
            return null;
        }

        var age = page.AgeOf(ticket.Place, _clock.GetTimestamp(), _clock);
        return age > page.Settle.Ticks ? null : age;
    }

    private void End(in CallTicket ticket, long age, CallVerdict verdict, double? score = null, double? seconds = null)
    {
        var level = DurationScale.LevelOf(Math.Max(seconds ?? age / (double)TimeSpan.TicksPerSecond, 0));
        if (score is not null and not (>= 0 and <= 1))
        {
            Interlocked.Increment(ref _invalid);
            score = null;
        }

        ticket.Page!.TryEnd(ticket.Place, ticket.Generation, verdict, level, score is { } given ? ScoreScale.LevelOf(given) : -1);
    }

    // Counts as data whether or not the call is tracked. Once a second is enough, and spares the cache line.
    private void NoteLife(bool isCanary, long now)
    {
        ref var calledAt = ref _calledAt[isCanary ? 1 : 0];
        var last = Volatile.Read(ref calledAt);
        if (last == 0 || _clock.GetElapsedTime(last, now).Ticks >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref calledAt, now);
        }
    }

    private CallTicket File(in Assignment assignment, bool isEvidence, CallKind kind, CallVerdict verdict, int score)
    {
        var (now, isCanary) = (_clock.GetTimestamp(), assignment.Arm == GrayArm.Canary);
        var hash = HashOf(assignment.Unit);
        var page = Queue.TryTake(hash, now, assignment.Stage, isEvidence, out var place);

        if (verdict != CallVerdict.Excluded)
        {
            NoteLife(isCanary, now);
        }

        if (page is null)
        {
            return default;
        }

        var ticks = _clock.GetElapsedTime(page.StartedAt, now).Ticks;
        var marks = CallMarks.Of(isCanary, isEvidence, _met.Add(assignment.Unit, _salt), kind, ticks);
        return page.File(place, hash, marks, CallState.Of(page.Generation, assignment.ShareSize, verdict, -1, score));
    }
}
