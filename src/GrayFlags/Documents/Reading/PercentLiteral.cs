using System.Globalization;

namespace GrayFlags.Documents.Reading;

/// <summary>Reads the literal of a percentage exactly, or not at all.</summary>
internal static class PercentLiteral
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // A decimal rounds what it cannot hold: 1e-40 would be 0, and 100.0…01 would be 100. Down to here it is exact for
    // all numbers a percentage can be; what has more decimals has too many anyway.
    private const int MaxDecimals = 20;

    /// <summary>True if a number is 0 to 100 with up to three decimals.</summary>
    public static bool IsPercent(decimal value) => value is >= 0m and <= 100m && decimal.Truncate(value * 1000m) == value * 1000m;

    public static bool TryParse(string literal, out decimal value)
    {
        if (literal.Length > DocumentLimits.MaxNameLength
            || !decimal.TryParse(literal, Style, CultureInfo.InvariantCulture, out value)
            || Decimals(literal) > MaxDecimals)
        {
            value = 0;
            return false;
        }

        if (value == 0m)
        {
            // Also of -0, which a decimal would keep.
            value = 0m;
        }

        return true;
    }

    // How far behind the point the last digit stands that is not 0.
    private static long Decimals(string literal)
    {
        var exponentAt = literal.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? literal : literal.AsSpan(0, exponentAt);
        var last = mantissa.LastIndexOfAnyInRange('1', '9');
        if (last < 0)
        {
            return 0;
        }

        var point = mantissa.IndexOf('.');
        if (point < 0)
        {
            point = mantissa.Length;
        }

        // The digit before the point has no decimals, the one before that has -1.
        long decimals = last > point ? last - point : last - point + 1;
        if (exponentAt < 0)
        {
            return decimals;
        }

        return int.TryParse(literal.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? decimals - exponent
            : long.MaxValue;
    }
}
