using System.Runtime.CompilerServices;

namespace GrayFlags.Rules.Counting;

/// <summary>The counts of the answers of one rule set's flags. Thread-safe; counting takes no lock and, once a thread has begun, no memory.</summary>
/// <remarks>Each thread counts in a lane; a reader adds the lanes up, and may miss counts of that very moment.</remarks>
/// <param name="flags">The flags.</param>
/// <param name="cells">How many cells they have together.</param>
internal sealed class EvaluationCounts(Flag[] flags, int cells)
{
    private readonly long[]?[] _lanes = new long[]?[StripedCounter.Count];

    // By flag; what has no cell of its own, such as overrides.
    private OverflowCounters?[]? _rare;

    public IReadOnlyList<Flag> Flags => flags;

    /// <summary>True if anything was counted.</summary>
    public bool IsAny => Array.Exists(_lanes, static lane => lane is not null) || _rare is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int cell)
    {
        var lane = StripedCounter.Mine;
        var counts = _lanes[lane] ?? Create(lane);
        ref var count = ref counts[cell];
        if (lane < StripedCounter.Own)
        {
            // Nobody else writes there.
            Volatile.Write(ref count, count + 1);
        }
        else
        {
            Interlocked.Increment(ref count);
        }
    }

    public void Count(Flag flag, in GrayDecision decision)
    {
        if (EvaluationCounters.Of(flag, decision) is >= 0 and var cell)
        {
            Count(flag.FirstCell + cell);
        }
        else
        {
            OverflowCounters.Of(ref Rare()[flag.Place]).Count(decision);
        }
    }

    /// <summary>Adds the counts of a flag to sums by <see cref="EvaluationKind"/>.</summary>
    public void AddTo(long[] sums, Flag flag)
    {
        for (var cell = 0; cell < EvaluationCounters.CountOf(flag); cell++)
        {
            var kind = EvaluationCounters.KindOf(flag, cell);
            foreach (var lane in _lanes)
            {
                sums[kind] += lane is null ? 0 : Volatile.Read(ref lane[flag.FirstCell + cell]);
            }
        }

        Volatile.Read(ref _rare)?[flag.Place]?.AddTo(sums);
    }

    private OverflowCounters?[] Rare() =>
        Volatile.Read(ref _rare) ?? Interlocked.CompareExchange(ref _rare, new OverflowCounters?[flags.Length], null) ?? _rare;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Create(int lane)
    {
        var created = new long[cells];
        return Interlocked.CompareExchange(ref _lanes[lane], created, null) ?? created;
    }
}
