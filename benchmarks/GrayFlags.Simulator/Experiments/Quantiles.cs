using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>A bar for all but one stream in twenty.</summary>
internal static class Quantiles
{
    private const double Last = 0.95;

    /// <param name="subject">What was measured.</param>
    /// <param name="numbers">One of each stream; infinite for never.</param>
    /// <param name="bar">What 95 % of them may reach; null for no bar.</param>
    /// <param name="unit">Behind the numbers.</param>
    /// <param name="text">What else was seen.</param>
    public static Figure Judge(string subject, IReadOnlyCollection<double> numbers, double? bar, string unit, string text = "")
    {
        var sorted = numbers.Order().ToArray();
        var worse = Array.FindAll(sorted, number => number > bar).Length;

        // Ranks of a quantile are binomial.
        var (rank, spread) = (Last * sorted.Length, Wilson.Shown * Math.Sqrt(sorted.Length * Last * (1 - Last)));
        var (low, high) = (At(sorted, rank - spread), At(sorted, rank + spread));
        var verdict = bar is null ? Verdict.None
            : worse <= (1 - Last) * sorted.Length ? Verdict.Pass
            : Wilson.Holds(worse, sorted.Length, 1 - Last) ? Verdict.Open : Verdict.Short;
        var half = $"half within {Show(At(sorted, sorted.Length / 2.0), unit)}";
        return new Figure(
            $"{subject}, 95 % within",
            bar is { } at ? Show(at, unit) : "",
            Show(At(sorted, rank), unit),
            $"{Show(low, "")} - {Show(high, unit)}",
            verdict,
            text.Length == 0 ? half : $"{half}; {text}");
    }

    public static string Show(double number, string unit) =>
        double.IsInfinity(number) ? "never" : string.Create(CultureInfo.InvariantCulture, $"{number:#,0.#}{unit}");

    private static double At(double[] sorted, double rank) => sorted[Math.Clamp((int)Math.Ceiling(rank) - 1, 0, sorted.Length - 1)];
}
