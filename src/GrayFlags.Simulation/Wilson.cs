using System.Globalization;

namespace GrayFlags.Simulation;

/// <summary>The interval of a share that was counted (E. B. Wilson, JASA 22, 1927).</summary>
internal static class Wilson
{
    /// <summary>Of 95 %, two-sided.</summary>
    public const double Shown = 1.959964;

    /// <summary>Of 99.9 %, one-sided: of 1,000 bars that are just held, one is missed by chance.</summary>
    public const double Judged = 3.090232;

    /// <summary>The interval; all of it from 0 to 1 when there are no trials.</summary>
    public static (double Low, double High) Of(long hits, long trials, double deviations)
    {
        if (trials == 0)
        {
            return (0, 1);
        }

        var (share, square) = ((double)hits / trials, deviations * deviations);
        var middle = share + (square / (2 * trials));
        var width = deviations * Math.Sqrt((share * (1 - share) / trials) + (square / (4.0 * trials * trials)));
        var below = 1 + (square / trials);
        return (Math.Max((middle - width) / below, 0), Math.Min((middle + width) / below, 1));
    }

    /// <summary>True when a share may be at most the bar: its lower bound of 99.9 % does not exceed it.</summary>
    public static bool Holds(long hits, long trials, double bar) => Of(hits, trials, Judged).Low <= bar;

    public static string Text(long hits, long trials)
    {
        var (low, high) = Of(hits, trials, Shown);
        return string.Create(CultureInfo.InvariantCulture, $"{low * 100:0.00} - {high * 100:0.00} %");
    }
}
