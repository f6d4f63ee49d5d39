using System.Numerics;

namespace GrayFlags.Rules;

/// <summary>Counts the answers of one flag, over all rule sets that have it. Thread-safe; counting takes no lock and, once it has begun, no memory.</summary>
/// <remarks>Striped by thread: those that count at once seldom meet on one cache line. A reader adds the stripes up, and may miss counts of that very moment.</remarks>
internal sealed class FlagTally
{
    private const int MaxStripes = 16;

    // A reason each, and behind them what is told apart by its error.
    private const int Kinds = 16;
    private const int WithoutId = 10;
    private const int FirstError = 11;

    private static readonly int Stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MaxStripes));

    // One more than the stripe; 0 until the thread has counted.
    [ThreadStatic]
    private static int _stripe;

    private static int _threads;

    private readonly long[]?[] _stripes = new long[]?[Stripes];

    public void Count(in GrayDecision decision) => Count(CellOf(decision.Enabled, decision.Reason, decision.Error));

    /// <param name="cell">Which kind of answer, from <see cref="CellOf"/>.</param>
    public void Count(int cell)
    {
        ref var place = ref _stripes[Stripe()];
        var cells = Volatile.Read(ref place) ?? Create(ref place);
        Interlocked.Increment(ref cells[cell]);
    }

    public static int CellOf(bool enabled, DecisionReason reason, DecisionError error)
    {
        var kind = (reason, error) switch
        {
            (DecisionReason.Error, _) => FirstError + (int)error,
            (_, DecisionError.TargetingKeyMissing) => WithoutId,
            _ => (int)reason,
        };
        return (2 * kind) + (enabled ? 1 : 0);
    }

    /// <summary>Every kind of answer that was given at all, and how often.</summary>
    public IEnumerable<(bool Enabled, DecisionReason Reason, DecisionError Error, long Count)> Read()
    {
        for (var cell = 0; cell < 2 * Kinds; cell++)
        {
            var count = Sum(cell);
            if (count > 0)
            {
                var kind = cell / 2;
                var (reason, error) = kind switch
                {
                    WithoutId => (DecisionReason.Default, DecisionError.TargetingKeyMissing),
                    >= FirstError => (DecisionReason.Error, (DecisionError)(kind - FirstError)),
                    _ => ((DecisionReason)kind, DecisionError.None),
                };
                yield return ((cell & 1) != 0, reason, error, count);
            }
        }
    }

    // A number of the thread's own, in turn. That of the processor took longer to learn than the count itself.
    private static int Stripe()
    {
        var stripe = _stripe;
        return stripe > 0 ? stripe - 1 : (_stripe = (Interlocked.Increment(ref _threads) & (Stripes - 1)) + 1) - 1;
    }

    private static long[] Create(ref long[]? place)
    {
        var created = new long[2 * Kinds];
        return Interlocked.CompareExchange(ref place, created, null) ?? created;
    }

    private long Sum(int cell)
    {
        var sum = 0L;
        foreach (var stripe in _stripes)
        {
            sum += stripe is null ? 0 : Volatile.Read(ref stripe[cell]);
        }

        return sum;
    }
}
