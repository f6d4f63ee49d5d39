namespace GrayFlags.Rules.Operators;

/// <summary>Reads the digits of a number as a decimal and returns the remainder, which the framework would round away.</summary>
internal static class DecimalText
{
    private const int MaxScale = 28;

    // A digit more fits into 128 bits.
    private const int MaxDigits = 37;

    // Beyond all powers that matter, and far from an overflow.
    private const int MaxExponent = 100_000;

    private static readonly UInt128 Limit = UInt128.One << 96;

    /// <param name="text">What the framework reads as a number.</param>
    /// <param name="number">The number, or the decimal next to it toward zero.</param>
    /// <param name="excess">The sign of the rest; 0 for none.</param>
    /// <returns>Whether there is such a decimal: not beyond the largest.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal number, out int excess)
    {
        var isNegative = text[0] == '-';
        var (digits, scale, hasRest) = Digits(text);
        while (scale < 0 && digits < Limit && digits != 0)
        {
            digits *= 10;
            scale++;
        }

        while (scale > 0 && (digits >= Limit || scale > MaxScale) && digits != 0)
        {
            (digits, var digit) = UInt128.DivRem(digits, 10);
            hasRest |= digit != 0;
            scale--;
        }

        number = 0;
        excess = hasRest ? (isNegative ? -1 : 1) : 0;
        if (digits >= Limit)
        {
            return false;
        }

        if (digits != 0)
        {
            number = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), isNegative, (byte)scale);
        }

        return true;
    }

    // The number is digits / 10^scale, and a rest that is smaller than its last digit.
    private static (UInt128 Digits, int Scale, bool HasRest) Digits(ReadOnlySpan<char> text)
    {
        var exponentAt = text.IndexOfAny('e', 'E');
        var scale = exponentAt < 0 ? 0 : -Exponent(text[(exponentAt + 1)..]);
        var digits = UInt128.Zero;
        var (count, hasPoint, hasRest) = (0, false, false);
        foreach (var character in exponentAt < 0 ? text : text[..exponentAt])
        {
            if (character == '.')
            {
                hasPoint = true;
            }
            else if (char.IsAsciiDigit(character))
            {
                if (count < MaxDigits)
                {
                    digits = (digits * 10) + (uint)(character - '0');
                    count += digits == 0 ? 0 : 1;
                    scale += hasPoint ? 1 : 0;
                }
                else
                {
                    hasRest |= character != '0';
                    scale -= hasPoint ? 0 : 1;
                }
            }
        }

        return (digits, scale, hasRest);
    }

    private static int Exponent(ReadOnlySpan<char> text)
    {
        var exponent = 0;
        foreach (var character in text)
        {
            exponent = char.IsAsciiDigit(character) ? Math.Min((exponent * 10) + (character - '0'), MaxExponent) : exponent;
        }

        return text is ['-', ..] ? -exponent : exponent;
    }
}
