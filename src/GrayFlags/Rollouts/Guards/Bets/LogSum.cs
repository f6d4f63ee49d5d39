namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>Sums of numbers that are too large or too small for themselves, and known by their logarithms.</summary>
internal static class LogSum
{
    /// <summary>The logarithm of the mean of the numbers.</summary>
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
