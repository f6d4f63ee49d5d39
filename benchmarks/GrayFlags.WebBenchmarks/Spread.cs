namespace GrayFlags.WebBenchmarks;

/// <summary>The mean of a figure that each launch gave, and the bounds between which the true one is with a confidence of 95 %.</summary>
internal readonly record struct Spread(double Low, double Mean, double High)
{
    // Student's t at 97.5 %, by degrees of freedom from 1 on; more have no more than the last.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <param name="launches">Two or more. What the rounds of one launch have in common, such as where its code
    /// lies, is noise like any other: only launches are independent of each other.</param>
    public static Spread Of(IReadOnlyCollection<double> launches)
    {
        var mean = launches.Average();
        var variance = launches.Sum(one => (one - mean) * (one - mean)) / (launches.Count - 1);
        var half = Quantiles[Math.Min(launches.Count - 2, Quantiles.Length - 1)] * Math.Sqrt(variance / launches.Count);
        return new Spread(mean - half, mean, mean + half);
    }

    /// <summary>Whether the figure is at least a line; neither where the run cannot tell.</summary>
    public string AtLeast(double line) => Low >= line ? "pass" : High < line ? "SHORT" : "open";
}
