namespace GrayFlags.Rollouts.Outcomes;

/// <summary>
/// Calls of one stage that began within a second or, where the age of judgement is long, within a 64th of it, in order.
/// Adding and ending are thread-safe; one thread at a time judges.
/// </summary>
internal sealed class CallPage
{
    public const int Size = 64;

    // Far above the number of threads that may still try to take a place.
    private const int Sealed = 1 << 30;

    private readonly Call[] _calls = new Call[Size];
    private int _taken;
    private int _judged;

    public int Generation { get; private set; }

    /// <summary>The timestamp of its beginning.</summary>
    public long StartedAt { get; private set; }

    /// <summary>The age at which its calls are judged.</summary>
    public TimeSpan Settle { get; private set; }

    public int Stage { get; private set; }

    public CallPage? Next { get; set; }

    public int Count => Math.Min(Volatile.Read(ref _taken) & (Sealed - 1), Size);

    public bool IsFull => Volatile.Read(ref _taken) >= Size;

    /// <summary>Starts the page, for calls from now on.</summary>
    public void Start(long startedAt, TimeSpan settle, int stage)
    {
        (StartedAt, Settle, Stage, Next, _judged) = (startedAt, settle, stage, null, 0);
        Generation = (Generation + 1) & CallState.GenerationMask;
        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Takes a place; returns -1 when there is none.</summary>
    public int TryTake()
    {
        if (Volatile.Read(ref _taken) >= Size)
        {
            return -1;
        }

        var place = Interlocked.Increment(ref _taken) - 1;
        return place < Size ? place : -1;
    }

    /// <summary>Writes a call into its place. The state is written last: a thread that sees it sees the rest.</summary>
    public CallTicket File(int place, uint hash, CallMarks marks, CallState state)
    {
        ref var call = ref _calls[place];
        call.Hash = hash;
        call.Marks = marks.Bits;
        Volatile.Write(ref call.State, state.Bits);
        return new CallTicket(this, place, Generation);
    }

    public bool IsOpen(int place, int generation)
    {
        var state = new CallState(Volatile.Read(ref _calls[place].State));
        return state.Generation == generation && state.Verdict == CallVerdict.Open;
    }

    /// <summary>The age of a call, in ticks.</summary>
    public long AgeOf(int place, long now, TimeProvider clock) => clock.GetElapsedTime(StartedAt, now).Ticks - new CallMarks(_calls[place].Marks).Ticks;

    /// <summary>Ends a call. Only the first end has an effect, and none after the call was judged.</summary>
    public bool TryEnd(int place, int generation, CallVerdict verdict, int level, int score)
    {
        ref var bits = ref _calls[place].State;
        var state = new CallState(Volatile.Read(ref bits));
        return state.Generation == generation && state.Verdict == CallVerdict.Open
            && Interlocked.CompareExchange(ref bits, state.Ended(verdict, level, score).Bits, state.Bits) == state.Bits;
    }

    /// <summary>Closes the page: no further place can be taken.</summary>
    public void Seal() => Interlocked.Or(ref _taken, Sealed);

    /// <summary>Takes the next call that is old enough to be judged, in the order of their beginning.</summary>
    /// <param name="age">The age of the page.</param>
    /// <param name="judged">The call; judging it ends it.</param>
    /// <returns>False when there is none yet.</returns>
    public bool TryJudge(TimeSpan age, out JudgedCall judged)
    {
        while (_judged < Count)
        {
            ref var call = ref _calls[_judged];
            var state = new CallState(Volatile.Read(ref call.State));

            // A thread was delayed between taking and writing; after all this time its call may be skipped.
            if (state.Generation != Generation || state.Verdict == CallVerdict.None)
            {
                if (age < Settle + TimeSpan.FromTicks(TimeSpan.TicksPerSecond))
                {
                    break;
                }

                _judged++;
                continue;
            }

            var marks = new CallMarks(call.Marks);
            if (age.Ticks - marks.Ticks < Settle.Ticks)
            {
                break;
            }

            _judged++;
            judged = new JudgedCall(call.Hash, marks, Ended(ref call.State, state), Stage, Settle);
            return true;
        }

        judged = default;
        return false;
    }

    /// <summary>Counts the calls that are not judged yet and have ended, or have lasted too long.</summary>
    public void CountPending(TimeSpan age, TimeSpan tooLong, ref PendingCalls pending)
    {
        for (var place = _judged; place < Count; place++)
        {
            var (state, marks) = (new CallState(Volatile.Read(ref _calls[place].State)), new CallMarks(_calls[place].Marks));
            if (state.Generation == Generation && marks.Kind == CallKind.Call && marks.IsEvidence)
            {
                var isTooLong = state.Verdict == CallVerdict.Open && age.Ticks - marks.Ticks > tooLong.Ticks;
                if (isTooLong || state.Verdict is CallVerdict.Success or CallVerdict.Failure or CallVerdict.NotEnded)
                {
                    pending.Add(marks.IsCanary, state.Verdict != CallVerdict.Success);
                }
            }
        }
    }

    /// <summary>True when every call was judged.</summary>
    public bool IsJudged => _judged >= Count;

    private static CallState Ended(ref ulong bits, CallState state)
    {
        if (state.Verdict == CallVerdict.Open)
        {
            var ended = state.Ended(CallVerdict.NotEnded, -1, -1);
            var seen = Interlocked.CompareExchange(ref bits, ended.Bits, state.Bits);
            return seen == state.Bits ? ended : new CallState(seen);
        }

        return state;
    }
}
