using GrayFlags.Bucketing;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Outcomes;

/// <summary>
/// Takes the calls of one attempt, and what becomes of them. Thread-safe; recording takes neither a lock nor, once warm, memory, and what it keeps does not
/// grow with units or time.
/// </summary>
internal sealed class OutcomeRecorder
{
    private const ulong Salt = 0x9e3779b97f4a7c15;

    private readonly TimeProvider _clock;
    private readonly UnitFilter _met = new();
    private readonly ulong _salt;

    // By arm: 0 for the control, 1 for the canary.
    private readonly long[] _calledAt = new long[2];
    private long _invalid;
    private long _slowTicks = long.MaxValue;

    public OutcomeRecorder(TimeProvider clock, int attempt)
    {
        _clock = clock;
        _salt = Salt * (ulong)(attempt + 1);
        Queue = new CallQueue(clock);
    }

    /// <summary>The units that were met.</summary>
    public UnitFilter Met => _met;

    /// <summary>The calls that are recorded and not judged yet.</summary>
    public CallQueue Queue { get; }

    /// <summary>The number of values that were out of range.</summary>
    public long Invalid => Interlocked.Read(ref _invalid);

    /// <summary>From which age on a call that its caller gave up is not ended, and not just given up: the control's 95 % quantile.</summary>
    public TimeSpan Slow
    {
        get => new(Volatile.Read(ref _slowTicks));
        set => Volatile.Write(ref _slowTicks, value.Ticks);
    }

    /// <summary>The hash that a unit is known by in this attempt.</summary>
    public uint HashOf(ulong unit) => (uint)(MurmurHash3.Mix64(unit ^ _salt) >> 32);

    /// <summary>A timestamp of the last call of an arm, to a second; 0 for none.</summary>
    public long CalledAt(bool isCanary) => Volatile.Read(ref _calledAt[isCanary ? 1 : 0]);

    /// <summary>Files a call that begins now.</summary>
    /// <param name="assignment">On which side, and by which chance.</param>
    /// <param name="isEvidence">Whether guards may bet on it: who asked was known before the attempt began.</param>
    public CallTicket Begin(in Assignment assignment, bool isEvidence) => File(assignment, isEvidence, CallKind.Call, CallVerdict.Open, -1);

    /// <summary>Ends a call. The first time counts, and no time after the age at which calls are judged.</summary>
    /// <param name="ticket">From <see cref="Begin"/>.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="score">How satisfied somebody was with it, 0 to 1; null for no word on it.</param>
    /// <param name="seconds">How long it took, where that is not the time since its begin.</param>
    public void End(in CallTicket ticket, CallVerdict verdict, double? score = null, double? seconds = null)
    {
        if (AgeOf(ticket) is { } age)
        {
            End(ticket, age, verdict, score, seconds);
        }
    }

    /// <summary>Ends a call whose caller has gone away: not ended where it was already slow, and otherwise nothing.</summary>
    public void Abandon(in CallTicket ticket)
    {
        if (AgeOf(ticket) is { } age)
        {
            End(ticket, age, age > Volatile.Read(ref _slowTicks) ? CallVerdict.NotEnded : CallVerdict.Ignored);
        }
    }

    /// <summary>Records one number. What is out of its range is dropped and counted as such.</summary>
    /// <param name="assignment">On which side, and by which chance.</param>
    /// <param name="isEvidence">Whether guards may bet on it.</param>
    /// <param name="metric">A score, an opt-out or a mismatch.</param>
    /// <param name="value">0 or 1 for opt-outs and mismatches; 0 (bad) to 1 (good) for scores.</param>
    public void Record(in Assignment assignment, bool isEvidence, GuardMetric metric, double value)
    {
        if (value is not (>= 0 and <= 1) || (metric != GuardMetric.Score && value is not (0 or 1)))
        {
            Interlocked.Increment(ref _invalid);
            return;
        }

        var kind = metric switch { GuardMetric.Score => CallKind.Score, GuardMetric.OptOut => CallKind.OptOut, _ => CallKind.Mismatch };
        File(assignment, isEvidence, kind, value > 0 && kind != CallKind.Score ? CallVerdict.Failure : CallVerdict.Success, kind == CallKind.Score ? ScoreScale.LevelOf(value) : -1);
    }

    // In ticks; null where the call is not followed, has ended, or is too old to be ended.
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

    private CallTicket File(in Assignment assignment, bool isEvidence, CallKind kind, CallVerdict verdict, int score)
    {
        var (now, isCanary) = (_clock.GetTimestamp(), assignment.Arm == GrayArm.Canary);
        var hash = HashOf(assignment.Unit);
        var page = Queue.TryTake(hash, now, assignment.Stage, isEvidence, out var place);

        // A sign of life, whether or not the call is followed. Once a second is enough, and leaves the line to the processors.
        var second = page?.StartedAt ?? now;
        ref var calledAt = ref _calledAt[isCanary ? 1 : 0];
        if (Volatile.Read(ref calledAt) != second)
        {
            Volatile.Write(ref calledAt, second);
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
