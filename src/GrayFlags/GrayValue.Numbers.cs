using System.Globalization;

namespace GrayFlags;

public readonly partial struct GrayValue
{
    // A decimal has 29 digits, a sign, a point and a zero before it; a double 24 characters at most.
    internal const int MaxNumberLength = 32;

    // Up to 2^53 every whole double is exact.
    private const double MaxExactWhole = 9007199254740992;

    // Dividing by it leaves a decimal without zeros at its end.
    private const decimal One = 1.0000000000000000000000000000m;

    private GrayValue(NumberForm form, long bits)
        : this(GrayValueKind.Number, null, bits) => _form = form;

    private GrayValue(decimal number)
        : this(GrayValueKind.Number, null, 0)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        _bits = ((long)parts[1] << 32) | (uint)parts[0];
        _high = (uint)parts[2];
        _form = NumberForm.Decimal;
        _scale = number.Scale;
        _isNegative = decimal.IsNegative(number);
    }

    /// <summary>The form of a number; meaningless for other kinds.</summary>
    internal NumberForm Form => _form;

    internal long WholeNumber => _bits;

    internal ulong UnsignedNumber => (ulong)_bits;

    internal decimal DecimalNumber => new((int)_bits, (int)(_bits >> 32), (int)_high, _isNegative, _scale);

    /// <summary>The number, or the nearest that a double can be.</summary>
    internal double Number => _form switch
    {
        NumberForm.Whole => _bits,
        NumberForm.Unsigned => (ulong)_bits,
        NumberForm.Decimal => double.Parse(NumberText(stackalloc char[MaxNumberLength]), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => BitConverter.Int64BitsToDouble(_bits),
    };

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(byte number) => FromInt64(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(ushort number) => FromInt64(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(int number) => FromInt64(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(uint number) => FromInt64(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(long number) => FromInt64(number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(ulong number) => FromUInt64(number);

    /// <summary>A number, as its shortest text shows it: 0.1 and not 0.10000000149; NaN and the infinities are no value.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(float number) => FromSingle(number);

    /// <summary>A number; NaN and the infinities are no value.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(double number) => FromDouble(number);

    /// <summary>A number with all its digits; zeros at its end say nothing.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator GrayValue(decimal number) => FromDecimal(number);

    /// <summary>A text of one character, not its number.</summary>
    /// <param name="character">The character.</param>
    public static implicit operator GrayValue(char character) => FromChar(character);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromInt64(long number) => new(NumberForm.Whole, number);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromUInt64(ulong number) => number <= long.MaxValue ? FromInt64((long)number) : new(NumberForm.Unsigned, (long)number);

    /// <summary>A number, as its shortest text shows it: 0.1 and not 0.10000000149; NaN and the infinities are no value.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromSingle(float number)
    {
        if (!float.IsFinite(number))
        {
            return default;
        }

        Span<char> text = stackalloc char[MaxNumberLength];
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return FromDouble(double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>A number; NaN and the infinities are no value.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            return default;
        }

        // 3.0 and 3 are one value: they hash alike and compare equal.
        return Math.Abs(number) <= MaxExactWhole && Math.Floor(number) == number
            ? FromInt64((long)number)
            : new(NumberForm.Real, BitConverter.DoubleToInt64Bits(number));
    }

    /// <summary>A number with all its digits; zeros at its end say nothing.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromDecimal(decimal number)
    {
        if (decimal.Truncate(number) != number)
        {
            return new(number / One);
        }

        return number switch
        {
            >= long.MinValue and <= long.MaxValue => FromInt64((long)number),
            > long.MaxValue and <= ulong.MaxValue => FromUInt64((ulong)number),
            _ => new(number / One),
        };
    }

    /// <summary>A text of one character, not its number.</summary>
    /// <param name="character">The character.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromChar(char character) => FromString(character.ToString());

    /// <summary>A number beyond the largest decimal, in no other form whatever it is.</summary>
    internal static GrayValue FromBeyondDecimal(double number) => new(NumberForm.Real, BitConverter.DoubleToInt64Bits(number));

    /// <summary>The number as it is hashed and shown: whole ones and decimals with all their digits, doubles in their shortest form.</summary>
    internal ReadOnlySpan<char> NumberText(Span<char> room)
    {
        int length;
        _ = _form switch
        {
            NumberForm.Whole => _bits.TryFormat(room, out length, default, CultureInfo.InvariantCulture),
            NumberForm.Unsigned => UnsignedNumber.TryFormat(room, out length, default, CultureInfo.InvariantCulture),
            NumberForm.Decimal => DecimalNumber.TryFormat(room, out length, default, CultureInfo.InvariantCulture),
            _ => Number.TryFormat(room, out length, "R", CultureInfo.InvariantCulture),
        };
        return room[..length];
    }
}
