using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Divides durations among a few harms, so that a tick costs a few logarithms and not a few thousand.</summary>
/// <remarks>
/// An outcome between two harms of the grid counts for both in parts, so that its mean harm is what it was. A bet is a straight line in the harm and its logarithm is concave, so the
/// parts together win less than the whole, never more: what is proved stays proved, and a few percent of the speed is given away.
/// </remarks>
internal sealed class HarmGrid
{
    private const int Points = 36;
    private const double Step = 1.17;

    private static readonly double[] Harms = [0, .. Enumerable.Range(0, Points - 1).Select(point => Math.Pow(Step, point - (Points - 2)))];

    // For each level the harm below and the part that counts for the one above.
    private readonly int[] _below = new int[DurationScale.Levels];
    private readonly double[] _above = new double[DurationScale.Levels];

    private readonly double[] _counts = new double[Points];

    /// <param name="cap">The duration that counts as 1, in seconds.</param>
    public HarmGrid(double cap)
    {
        for (var level = 0; level < DurationScale.Levels; level++)
        {
            var harm = Math.Min(DurationScale.Value(level) / cap, 1);
            var below = Points - 2;
            while (Harms[below] > harm)
            {
                below--;
            }

            _below[level] = below;
            _above[level] = (harm - Harms[below]) / (Harms[below + 1] - Harms[below]);
        }
    }

    public int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells)
    {
        Array.Clear(_counts);
        var last = counts.LastIndexOfAnyExcept(0);
        for (var level = Math.Max(counts.IndexOfAnyExcept(0), 0); level <= last; level++)
        {
            if (counts[level] != 0)
            {
                var above = counts[level] * _above[level];
                _counts[_below[level]] += counts[level] - above;
                _counts[_below[level] + 1] += above;
            }
        }

        var used = 0;
        for (var point = 0; point < Points; point++)
        {
            if (_counts[point] > 0)
            {
                cells[used++] = new HarmCell(Harms[point], _counts[point]);
            }
        }

        return used;
    }
}
