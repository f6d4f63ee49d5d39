using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using GrayFlags.Rules.Operators;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Operators;

/// <summary>Numbers against fractions of whole numbers of any size.</summary>
[Fault("R10")]
public sealed class NumberExactnessTests
{
    private const int Pairs = 200_000;

    // Around the edges of every type, with decimals of every length: the order to a literal is that of the digits.
    [Test]
    public void Order_OfANumberAndALiteral_IsThatOfTheirDigits()
    {
        var random = new Random(20261203);
        var orders = new int[3];
        for (var index = 0; index < Pairs; index++)
        {
            var (value, digits) = Value(random);
            var literal = random.Next(4) == 0 ? digits : Literal(random, digits);
            Assert.That(NumberText.TryParse(literal, out NumberLiteral read), Is.True, literal);

            var expected = Fraction(digits).CompareTo(Fraction(literal));
            Assert.That(Math.Sign(read.Order(value)), Is.EqualTo(expected), $"{digits} and {literal}");
            orders[expected + 1]++;
        }

        Assert.That(orders, Is.All.GreaterThan(Pairs / 10));
    }

    // A double is compared as C# compares it: with the nearest double, and exactly with whole numbers.
    [Test]
    public void Order_OfADoubleAndALiteral_IsThatOfDoubles()
    {
        var random = new Random(20261204);
        for (var index = 0; index < Pairs; index++)
        {
            var real = random.Next(3) switch
            {
                0 => random.NextDouble(),
                1 => Math.Round(random.NextDouble() * 100, 2),
                _ => BitConverter.Int64BitsToDouble(random.NextInt64()),
            };
            if (!double.IsFinite(real))
            {
                continue;
            }

            var other = random.Next(3) switch { 0 => Math.BitIncrement(real), 1 => Math.BitDecrement(real), _ => real };
            var text = (double.IsFinite(other) ? other : real).ToString("R", CultureInfo.InvariantCulture);
            Assert.That(NumberText.TryParse(text, out NumberLiteral literal), Is.True, text);

            // The shortest text of a large double may be another whole number than the double: written without an exponent it is taken at its word.
            var isWhole = Math.Abs(real) >= 1L << 53 && text.Trim('-').All(char.IsAsciiDigit);
            var expected = isWhole
                ? new BigInteger(real).CompareTo(BigInteger.Parse(text, CultureInfo.InvariantCulture))
                : real.CompareTo(double.Parse(text, CultureInfo.InvariantCulture));
            Assert.That(Math.Sign(literal.Order(real)), Is.EqualTo(expected), $"{real:R} and {text}");
        }
    }

    [Test]
    public void Text_OfANumber_IsReadAsThatNumber()
    {
        var random = new Random(20261205);
        for (var index = 0; index < Pairs; index++)
        {
            var (value, digits) = Value(random);

            Assert.That(NumberText.TryParse(digits, out GrayValue read), Is.True, digits);
            Assert.That(read, Is.EqualTo(value), digits);
            Assert.That(read.GetHashCode(), Is.EqualTo(value.GetHashCode()), digits);
        }
    }

    [TestCase("1e-40", "0", "0.0000000000000000000000000001")]
    [TestCase("0.33333333333333333333333333333333333333", "0.3333333333333333333333333333", "0.3333333333333333333333333334")]
    [TestCase("12345678901234567890.123456789012345678901234567890", "12345678901234567890.123456789", "12345678901234567890.123456790")]
    [TestCase("7.92281625142643375935439503355", "7.9228162514264337593543950335", "7.922816251426433759354395034")]
    [TestCase("79228162514264337593543950334.9", "79228162514264337593543950334", "79228162514264337593543950335")]
    public void Literal_WithMoreDigitsThanADecimal_LiesBetweenTwo(string literal, string below, string above)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Order(literal, below), Is.Negative);
            Assert.That(Order(literal, above), Is.Positive);
            Assert.That(Order("-" + literal, "-" + below), Is.Positive);
            Assert.That(Order("-" + literal, "-" + above), Is.Negative);
        });

        static int Order(string literal, string value) =>
            NumberText.TryParse(literal, out NumberLiteral read) ? read.Order(decimal.Parse(value, CultureInfo.InvariantCulture)) : 0;
    }

    [TestCase("1e300", 1)]
    [TestCase("-1e300", -1)]
    [TestCase("79228162514264337593543950336", 1)]
    public void Literal_BeyondAllDecimals_IsBeyondThem(string literal, int side)
    {
        Assert.That(NumberText.TryParse(literal, out NumberLiteral read), Is.True);
        foreach (GrayValue value in new GrayValue[] { decimal.MaxValue, decimal.MinValue, ulong.MaxValue, long.MinValue, 0.5m, 0 })
        {
            Assert.That(Math.Sign(read.Order(value)), Is.EqualTo(-side), $"{value}");
        }
    }

    // A kind, a reference and 16 bytes of number in three words: contexts hold an array of these.
    [Test]
    public void Value_HasTwentyFourBytes() => Assert.That(Unsafe.SizeOf<GrayValue>(), Is.EqualTo(24));

    [Test]
    public void Value_OfEachKind_ThatIsTheSameNumber_IsOneValue()
    {
        GrayValue[] fives = [5, 5L, 5u, 5ul, (byte)5, (ushort)5, 5.0, 5f, 5m, 5.00m];

        Assert.That(fives, Is.All.EqualTo(fives[0]));
        Assert.That(fives.Select(five => five.GetHashCode()).Distinct().Count(), Is.EqualTo(1));
        Assert.That((GrayValue)0.1m, Is.EqualTo((GrayValue)0.10m).And.Not.EqualTo((GrayValue)0.1));
        Assert.That((GrayValue)(-0.0m), Is.EqualTo((GrayValue)0));
        Assert.That(((GrayValue)ulong.MaxValue).AsNumber(), Is.EqualTo(18446744073709551615d));
        Assert.That(((GrayValue)0.1m).AsNumber(), Is.EqualTo(0.1));
        Assert.That(((GrayValue)float.NaN).IsNone, Is.True);
    }

    private static (GrayValue Value, string Digits) Value(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                var whole = Near(random, [0, 9_007_199_254_740_992, long.MinValue, long.MaxValue]);
                return ((long)whole, whole.ToString(CultureInfo.InvariantCulture));
            case 1:
                var unsigned = Near(random, [0, 9_007_199_254_740_992, long.MaxValue, ulong.MaxValue]);
                unsigned = unsigned < 0 ? -unsigned : unsigned;
                return ((ulong)unsigned, unsigned.ToString(CultureInfo.InvariantCulture));
            default:
                var number = new decimal(
                    random.Next(),
                    random.Next(3) == 0 ? random.Next() : 0,
                    random.Next(3) == 0 ? random.Next() : 0,
                    random.Next(2) == 0,
                    (byte)random.Next(29));
                return (number, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static BigInteger Near(Random random, BigInteger[] edges)
    {
        var edge = edges[random.Next(edges.Length)];
        var near = edge + random.Next(-3, 4);
        return near < long.MinValue
            ? long.MinValue
            : edge == long.MaxValue && edges.Contains(long.MinValue) && near > long.MaxValue
            ? long.MaxValue
            : near > ulong.MaxValue
            ? ulong.MaxValue
            : near;
    }

    // The same digits, with one that is another, with more behind them, or some other number.
    private static string Literal(Random random, string digits)
    {
        var at = random.Next(digits.Length);
        return random.Next(4) switch
        {
            0 when char.IsAsciiDigit(digits[at]) => digits[..at] + random.Next(10) + digits[(at + 1)..],
            1 => digits + (digits.Contains('.', StringComparison.Ordinal) ? "" : ".") + new string('0', random.Next(12)) + random.Next(2),
            2 => digits + "e0",
            _ => Value(random).Digits,
        };
    }

    private static Rational Fraction(string text)
    {
        var parts = text.Split('e')[0].Split('.');
        return new Rational(BigInteger.Parse(string.Concat(parts), CultureInfo.InvariantCulture), BigInteger.Pow(10, parts.Length > 1 ? parts[1].Length : 0));
    }

    private readonly record struct Rational(BigInteger Over, BigInteger Under)
    {
        public int CompareTo(Rational other) => (Over * other.Under).CompareTo(other.Over * Under);
    }
}
