using System.Buffers;
using System.Globalization;

namespace GrayFlags.Rules.Operators;

/// <summary>Reads a number from its invariant text, such as <c>-1.5e3</c>: what JSON allows, and a leading <c>+</c>, zeros or point.</summary>
internal static class NumberText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int MaxLength = 128;

    // The parser itself also takes NUL characters at the end, NaN, and other signs.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789+-.eE");

    /// <summary>A number of the context: exactly where a long, a ulong or a decimal can be it, else the nearest double.</summary>
    /// <remarks>Anything beyond the largest double is no number.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out GrayValue number)
    {
        if (!TryParse(text, out NumberLiteral literal))
        {
            number = default;
            return false;
        }

        number = literal.IsExact ? literal.Exact : literal.Nearest;
        return true;
    }

    /// <summary>A number of a document.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NumberLiteral number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength || text.IndexOfAnyExcept(Allowed) >= 0)
        {
            return false;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = new NumberLiteral(GrayValue.FromInt64(whole));
            return true;
        }

        if (ulong.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unsigned))
        {
            number = new NumberLiteral(GrayValue.FromUInt64(unsigned));
            return true;
        }

        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
        {
            return false;
        }

        var nearest = GrayValue.FromDouble(real);
        number = DecimalText.TryRead(text, out var floor, out var excess)
            ? new NumberLiteral(nearest, GrayValue.FromDecimal(floor), excess)
            : new NumberLiteral(nearest, GrayValue.FromBeyondDecimal(real), 0);
        return true;
    }
}
