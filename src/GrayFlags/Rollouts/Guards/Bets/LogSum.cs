namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Sums of numbers that are given by their logarithms, since they may overflow or underflow.</summary>
internal static class LogSum
{
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
            sum += Math.Exp(log - max);
        }

        return max + Math.Log(sum / logs.Length);
    }
}
