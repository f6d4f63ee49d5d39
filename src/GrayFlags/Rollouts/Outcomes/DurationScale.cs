namespace GrayFlags.Rollouts.Outcomes;

/// <summary>A logarithmic scale of durations from a microsecond to ten minutes, in buckets 2 % wide: the relative error is at most 1 %.</summary>
/// <remarks>Shorter and longer durations count in the first and the last bucket.</remarks>
internal static class DurationScale
{
    public const int Levels = 1024;

    private const double Shortest = 1e-6;
    private const double Growth = 1.02;

    private static readonly double LevelsPerLn = 1 / Math.Log(Growth);
    private static readonly double[] Values = [.. Enumerable.Range(0, Levels).Select(level => Shortest * Math.Pow(Growth, level + 0.5))];

    /// <param name="seconds">The duration, not negative.</param>
    public static int LevelOf(double seconds) => Math.Clamp((int)(Math.Log(Math.Max(seconds, Shortest) / Shortest) * LevelsPerLn), 0, Levels - 1);

    /// <summary>The middle of a bucket, in seconds.</summary>
    public static double Value(int level) => Values[level];

    /// <summary>The upper end of a bucket, in seconds.</summary>
    public static double End(int level) => Shortest * Math.Pow(Growth, level + 1);
}
