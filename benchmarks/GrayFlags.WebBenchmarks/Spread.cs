namespace GrayFlags.WebBenchmarks;

/// <summary>The mean of a figure that each launch gave, and the bounds between which the true one is with a confidence of 95 %.</summary>
internal readonly record struct Spread(double Low, double Mean, double High)
{
    // Student's t at 97.5 %, by degrees of freedom from 1 on; 2 is near enough beyond.
    private static readonly double[] Quantiles = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13];

    /// <param name="launches">Two or more. What the rounds of one launch have in common, such as where its code lies, is noise like any other: only launches are independent of each other.</param>
    public static Spread Of(IReadOnlyCollection<double> launches)
    {
        var mean = launches.Average();
        var variance = launches.Sum(one => (one - mean) * (one - mean)) / (launches.Count - 1);
        var reach = Quantiles.ElementAtOrDefault(launches.Count - 2) is > 0 and var quantile ? quantile : 2;
        var half = reach * Math.Sqrt(variance / launches.Count);
        return new Spread(mean - half, mean, mean + half);
    }

    /// <summary>Whether the figure is at least a line; neither where the run cannot tell.</summary>
    public string AtLeast(double line) => Low >= line ? "pass" : High < line ? "SHORT" : "open";
}
