using System.Numerics;
using System.Runtime.InteropServices;

namespace GrayFlags.Rollouts.Guards;

/// <summary>1 for what takes longer than the control's quantile, as it was at the last tick.</summary>
/// <remarks>An error of the sketch moves the threshold and nothing else: both arms are held against the same one.</remarks>
internal sealed class QuantileHarm(double quantile) : Harm
{
    private const int Unknown = -1;

    // The level that the quantile is in; what lies above it exceeds it.
    private int _threshold = Unknown;

    public override bool IsReady => _threshold != Unknown;

    public override double State
    {
        get => _threshold + 1;
        set => _threshold = (int)value - 1;
    }

    public override int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells)
    {
        cells[0] = new HarmCell(0, Sum(counts[..(_threshold + 1)]));
        cells[1] = new HarmCell(1, Sum(counts[(_threshold + 1)..]));
        return 2;
    }

    // Earlier outcomes were held against no threshold, and are not learnt from.
    public override bool Learn(DurationHistory history)
    {
        _threshold = history.ControlCount > 0 ? history.ControlLevelAt(quantile) : Unknown;
        return false;
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        var wide = MemoryMarshal.Cast<int, Vector<int>>(counts);
        var sums = Vector<int>.Zero;
        foreach (var part in wide)
        {
            sums += part;
        }

        var sum = Vector.Sum(sums);
        foreach (var count in counts[(wide.Length * Vector<int>.Count)..])
        {
            sum += count;
        }

        return sum;
    }
}
