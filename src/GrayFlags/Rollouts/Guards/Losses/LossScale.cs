namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>Divides many levels among a few losses.</summary>
/// <remarks>
/// An outcome between two losses counts for both in parts, so that its mean loss is what it was. A bet is a straight line in the loss and its logarithm is
/// concave, so the parts together win less than the whole, never more: what is proved stays proved, and a few percent of the speed is given away.
/// </remarks>
internal sealed class LossScale
{
    private readonly byte[] _below;
    private readonly float[] _above;

    /// <param name="losses">Growing, from 0 to 1.</param>
    /// <param name="levels">How many levels there are.</param>
    /// <param name="harmOf">The loss of a level, from 0 to 1.</param>
    public LossScale(ReadOnlySpan<double> losses, int levels, Func<int, double> harmOf)
    {
        _below = new byte[levels];
        _above = new float[levels];
        for (var level = 0; level < levels; level++)
        {
            var loss = harmOf(level);
            var below = losses.Length - 2;
            while (below > 0 && losses[below] > loss)
            {
                below--;
            }

            _below[level] = (byte)below;
            _above[level] = (float)((loss - losses[below]) / (losses[below + 1] - losses[below]));
        }
    }

    public void Add(int level, Span<double> counts)
    {
        var (below, above) = (_below[level], _above[level]);
        counts[below] += 1 - above;
        counts[below + 1] += above;
    }
}
