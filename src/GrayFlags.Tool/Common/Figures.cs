using System.Globalization;

namespace GrayFlags.Tool.Common;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class Figures
{
    /// <summary>A count with commas: 1,000,000.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent, with as many decimals as its size deserves.</summary>
    public static string Percent(double share)
    {
        var percent = share * 100;
        var format = percent is 0 or >= 0.1 ? "0.0" : percent >= 0.001 ? "0.000" : "0.0000";
        return percent.ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>An interval of shares in percent: 24.9 - 25.1 %.</summary>
    public static string Interval(double low, double high)
    {
        var format = high - low >= 0.002 ? "0.0" : high - low >= 0.0002 ? "0.00" : "0.000";
        return $"{(low * 100).ToString(format, CultureInfo.InvariantCulture)} - {(high * 100).ToString(format, CultureInfo.InvariantCulture)} %";
    }

    /// <summary>An instant in UTC: 2026-06-01T12:00:00Z.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>One thing or many: 1 flag, 2 flags.</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";
}
