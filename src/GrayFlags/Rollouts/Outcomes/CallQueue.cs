namespace GrayFlags.Rollouts.Outcomes;

/// <summary>
/// Calls from their beginning to the age at which they are judged. Adding a call is thread-safe, and takes a lock or memory only for one call in 64; one thread
/// at a time judges.
/// </summary>
/// <remarks>
/// Bounded: in a turn with too many calls, only units are tracked whose hash is below a fraction fixed in the turn before, so that neither arm nor outcome
/// influences the sample. Neither a single unit nor calls without evidence can fill the queue: once it is half full, at most 32 calls of a unit are tracked,
/// and calls without evidence may take a quarter of the capacity. A turn is a second, or a 64th of the age of judgement where that is longer: rare calls then
/// share a page instead of leaving each one nearly empty.
/// </remarks>
internal sealed class CallQueue(TimeProvider clock)
{
    private const int MostATurn = 768;
    private const int MostAtOnce = 4_608;
    private const int Turns = 64;
    private const int BurstFactor = 2;
    private const int MostOfAUnit = 32;
    private const int PartOfStrangers = 4;
    private const int Slots = 1_024;

    private readonly object _gate = new();
    private readonly Stack<CallPage> _free = new();

    // The calls of this turn, by some bits of their unit's hash. Racing threads may count two calls as one: a bound need not be exact.
    private readonly byte[] _ofUnits = new byte[Slots];

    private volatile CallPage? _current;
    private CallPage? _oldest;
    private CallPage? _newest;
    private TimeSpan _settle = TimeSpan.FromSeconds(5);
    private long _turnAt;
    private TimeSpan _turn = TimeSpan.FromSeconds(1);
    private int _strangers;
    private int _mostOfStrangers = MostATurn / PartOfStrangers;
    private int _filed;
    private int _waiting;
    private int _mostWaiting = 1;
    private uint _fraction = uint.MaxValue;
    private int _halvings;

    /// <summary>The age at which calls from now on are judged. It never falls, or calls would be judged out of order.</summary>
    public TimeSpan Settle
    {
        get
        {
            lock (_gate)
            {
                return _settle;
            }
        }

        set
        {
            lock (_gate)
            {
                // Waiting calls would be judged out of order.
                _settle = _oldest is null || value > _settle ? value : _settle;
                _turn = TimeSpan.FromSeconds(Math.Max(1, _settle.TotalSeconds / Turns));
            }
        }
    }

    /// <summary>
    /// The number of times by which the units that may be tracked are halved, from the next turn on: 0 for all of them. Each half is within the one before, and
    /// is the same in every queue.
    /// </summary>
    public int Halvings
    {
        get => Volatile.Read(ref _halvings);
        set => Volatile.Write(ref _halvings, value);
    }

    /// <summary>The number of calls that are tracked in a turn.</summary>
    private int Most => (int)Math.Min(MostAtOnce / ((_settle / _turn) + 1), MostATurn);

    /// <summary>Adds a call that begins now.</summary>
    /// <param name="hash">The hash of its unit.</param>
    /// <param name="now">A timestamp.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="isEvidence">True when guards may bet on it.</param>
    /// <param name="place">Its place on the page.</param>
    /// <returns>The page; null when the call is not tracked.</returns>
    public CallPage? TryTake(uint hash, long now, int stage, bool isEvidence, out int place)
    {
        if (clock.GetElapsedTime(Volatile.Read(ref _turnAt), now) >= _turn)
        {
            BeginTurn(now);
        }

        if (Scattered(hash) <= Volatile.Read(ref _fraction) && MayTrack(hash, isEvidence))
        {
            var page = _current;
            while (true)
            {
                if (page is not null && page.Stage == stage && page.TryTake() is >= 0 and var taken)
                {
                    place = taken;
                    return page;
                }

                page = NextPage(page, now, stage);
                if (page is null)
                {
                    break;
                }
            }
        }

        place = -1;
        return null;
    }

    /// <summary>Takes the next call that is old enough to be judged.</summary>
    public bool TryJudge(long now, out JudgedCall judged)
    {
        while (_oldest is { } page)
        {
            var age = clock.GetElapsedTime(page.StartedAt, now);
            if (page.TryJudge(age, out judged))
            {
                return true;
            }

            if (!page.IsJudged || (!page.IsFull && age < _turn + page.Settle))
            {
                return false;
            }

            // A call that took a place at the last moment is judged before the page is freed.
            page.Seal();
            if (page.IsJudged)
            {
                Free(page);
            }
        }

        judged = default;
        return false;
    }

    /// <summary>Counts the waiting calls without judging them.</summary>
    /// <param name="now">A timestamp.</param>
    /// <param name="tooLong">The age from which a call that has not ended counts as bad.</param>
    public PendingCalls CountPending(long now, TimeSpan tooLong)
    {
        var pending = default(PendingCalls);
        lock (_gate)
        {
            for (var page = _oldest; page is not null; page = page.Next)
            {
                page.CountPending(clock.GetElapsedTime(page.StartedAt, now), tooLong, ref pending);
            }
        }

        return pending;
    }

    // Slots are chosen by bits of the hash; those must not be the bits that decide whether a unit is tracked.
    private static uint Scattered(uint hash) => hash * 2_654_435_761;

    // While there is room, every call is tracked; the bounds apply only to room that others need.
    private bool MayTrack(uint hash, bool isEvidence)
    {
        var isCrowded = Volatile.Read(ref _filed) >= Most / 2;
        if (!isEvidence)
        {
            if (isCrowded && Volatile.Read(ref _strangers) >= _mostOfStrangers)
            {
                return false;
            }

            Interlocked.Increment(ref _strangers);
            return true;
        }

        ref var ofUnit = ref _ofUnits[hash & (Slots - 1)];
        if (ofUnit >= MostOfAUnit)
        {
            return !isCrowded;
        }

        ofUnit++;
        return true;
    }

    private void BeginTurn(long now)
    {
        lock (_gate)
        {
            var passed = clock.GetElapsedTime(_turnAt, now);
            if (passed < _turn)
            {
                return;
            }

            // A page has the calls of one turn; none is added later.
            _filed += _current is { } current ? current.Count : 0;
            _current = null;
            Fix(passed);
            Array.Clear(_ofUnits);
            (_strangers, _mostOfStrangers) = (0, Most / PartOfStrangers);
            Volatile.Write(ref _turnAt, now);
        }
    }

    private CallPage? NextPage(CallPage? seen, long now, int stage)
    {
        lock (_gate)
        {
            if (_current is { } current && !ReferenceEquals(current, seen) && current.Stage == stage && !current.IsFull)
            {
                return current;
            }

            _filed += seen is not null && ReferenceEquals(seen, _current) ? seen.Count : 0;

            // Also when nothing is judged: a ticker that waits for its disk must not fill the memory.
            if (_filed >= BurstFactor * Most || _waiting >= BurstFactor * MostAtOnce / CallPage.Size)
            {
                _current = null;
                return null;
            }

            var page = _free.TryPop(out var free) ? free : new CallPage();
            page.Start(now, _settle, stage);
            if (_newest is not null)
            {
                _newest.Next = page;
            }

            _oldest ??= page;
            _newest = page;
            _waiting++;
            _mostWaiting = Math.Max(_mostWaiting, _waiting);
            return _current = page;
        }
    }

    // The estimate of all calls: the tracked ones, divided by the tracked fraction.
    private void Fix(TimeSpan passed)
    {
        var all = Math.Max(_filed - _strangers, 0) / ((_fraction + 1.0) / (1L << 32)) / (passed / _turn);
        _fraction = Math.Min(uint.MaxValue >> Halvings, all <= Most ? uint.MaxValue : (uint)(Most / all * uint.MaxValue));
        _filed = 0;
    }

    private void Free(CallPage page)
    {
        lock (_gate)
        {
            _oldest = page.Next;
            _waiting--;
            if (ReferenceEquals(page, _newest))
            {
                _newest = null;
            }

            if (ReferenceEquals(page, _current))
            {
                _current = null;
            }

            _free.Push(page);

            // Nothing waits: as many pages are kept as were needed since the last time, so an idle rollout soon keeps one.
            if (_oldest is null)
            {
                while (_free.Count > _mostWaiting)
                {
                    _free.Pop();
                }

                _mostWaiting = 1;
            }
        }
    }
}
