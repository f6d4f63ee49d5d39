namespace GrayFlags.WebBenchmarks;

/// <summary>The middle of some values, and the bounds between which the true middle is with a confidence of 95 %.</summary>
internal readonly record struct Spread(double Low, double Median, double High)
{
    // Of the sign test: as many values above the middle as below are half of them, with a deviation of half of their root.
    private const double Deviations = 1.96;

    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var reach = (int)Math.Ceiling(Deviations * Math.Sqrt(sorted.Count) / 2);
        return new Spread(sorted[Math.Max(0, (sorted.Count / 2) - reach)], sorted[sorted.Count / 2], sorted[Math.Min(sorted.Count - 1, (sorted.Count / 2) + reach)]);
    }

    /// <summary>Whether the middle is at least a line; neither where the run cannot tell.</summary>
    public string AtLeast(double line) => Low >= line ? "pass" : High < line ? "SHORT" : "open";
}
