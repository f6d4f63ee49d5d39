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

    /// <summary>Whole numbers of 64 bits exactly, all others as the nearest double; what is beyond the largest double is no number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out GrayValue number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength || text.IndexOfAnyExcept(Allowed) >= 0)
        {
            return false;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = GrayValue.FromInt64(whole);
            return true;
        }

        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
        {
            return false;
        }

        number = GrayValue.FromDouble(real);
        return true;
    }
}
