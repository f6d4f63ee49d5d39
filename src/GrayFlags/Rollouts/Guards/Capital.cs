namespace GrayFlags.Rollouts.Guards;

/// <summary>What became of the 1 that was divided equally among bets, each of which puts all it has on every outcome.</summary>
/// <param name="bets">How many bets there are.</param>
internal sealed class Capital(int bets)
{
    private readonly double[] _logs = new double[bets];

    /// <summary>The logarithm of what each bet has, where it had 1.</summary>
    public ReadOnlySpan<double> Logs => _logs;

    /// <summary>The logarithm of the mean over the bets: the evidence E.</summary>
    public double LnE => LogSum.OfMean(_logs);

    /// <param name="lnFactors">The logarithm of what one outcome gives for 1, for each bet.</param>
    /// <param name="count">How many of these outcomes; a part where one lies between two harms.</param>
    public void Multiply(ReadOnlySpan<double> lnFactors, double count)
    {
        for (var bet = 0; bet < _logs.Length; bet++)
        {
            _logs[bet] += count * lnFactors[bet];
        }
    }

    public void Reset() => Array.Clear(_logs);

    public void Restore(ReadOnlySpan<double> logs) => logs.CopyTo(_logs);
}
