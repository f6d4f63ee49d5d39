namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>Maps many levels to a few losses.</summary>
/// <remarks>
/// An outcome between two losses counts fractionally for both, which preserves its mean. A bet is linear in the loss and its logarithm concave, so the
/// fractions never win more than the whole: the test stays valid, at the price of a few percent of its speed.
/// </remarks>
internal sealed class LossScale
{
    private readonly byte[] _below;
    private readonly float[] _above;

    /// <param name="losses">The losses, ascending from 0 to 1.</param>
    /// <param name="levels">The number of levels.</param>
    /// <param name="lossOf">The loss of a level, from 0 to 1.</param>
    public LossScale(ReadOnlySpan<double> losses, int levels, Func<int, double> lossOf)
    {
        _below = new byte[levels];
        _above = new float[levels];
        for (var level = 0; level < levels; level++)
        {
            var loss = lossOf(level);
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
