namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Sums of numbers that are given by their logarithms, since they may overflow or underflow.</summary>
internal static class LogSum
{
    // Seven numbers that are so much smaller than the largest change nothing in the last place of the sum.
    private const double Negligible = -40;

    /// <summary>Returns the logarithm of the mean.</summary>
    public static double OfMean(ReadOnlySpan<double> logs)
    {
        var max = double.NegativeInfinity;
        foreach (var log in logs)
        {
            max = Math.Max(max, log);
        }

        var sum = 0.0;
        foreach (var log in logs)
        {
            sum += log - max > Negligible ? Math.Exp(log - max) : 0;
        }

        return max + Math.Log(sum / logs.Length);
    }
}
