namespace GrayFlags.Rollouts.Guards.Harms;

/// <summary>Divides many levels among a few harms.</summary>
/// <remarks>
/// An outcome between two harms counts for both in parts, so that its mean harm is what it was. A bet is a straight line in the harm and its logarithm is
/// concave, so the parts together win less than the whole, never more: what is proved stays proved, and a few percent of the speed is given away.
/// </remarks>
internal sealed class HarmScale
{
    private readonly byte[] _below;
    private readonly float[] _above;

    /// <param name="harms">Growing, from 0 to 1.</param>
    /// <param name="levels">How many levels there are.</param>
    /// <param name="harmOf">The harm of a level, from 0 to 1.</param>
    public HarmScale(ReadOnlySpan<double> harms, int levels, Func<int, double> harmOf)
    {
        _below = new byte[levels];
        _above = new float[levels];
        for (var level = 0; level < levels; level++)
        {
            var harm = harmOf(level);
            var below = harms.Length - 2;
            while (below > 0 && harms[below] > harm)
            {
                below--;
            }

            _below[level] = (byte)below;
            _above[level] = (float)((harm - harms[below]) / (harms[below + 1] - harms[below]));
        }
    }

    public void Add(int level, Span<double> counts)
    {
        var (below, above) = (_below[level], _above[level]);
        counts[below] += 1 - above;
        counts[below + 1] += above;
    }
}
