namespace GrayFlags.Rules.Counting;

/// <summary>Counts answers of all kinds that are seldom counted. Thread-safe; allocates nothing once created.</summary>
internal sealed class OverflowCounters
{
    private readonly long[] _counts = new long[EvaluationKind.Count];

    /// <summary>The counters at a place, created there if need be.</summary>
    public static OverflowCounters Of(ref OverflowCounters? place)
    {
        if (Volatile.Read(ref place) is { } there)
        {
            return there;
        }

        var created = new OverflowCounters();
        return Interlocked.CompareExchange(ref place, created, null) ?? created;
    }

    public void Count(in GrayDecision decision) => Interlocked.Increment(ref _counts[EvaluationKind.Of(decision.Enabled, decision.Reason, decision.Error)]);

    public void AddTo(long[] sums)
    {
        for (var kind = 0; kind < _counts.Length; kind++)
        {
            sums[kind] += Volatile.Read(ref _counts[kind]);
        }
    }
}
