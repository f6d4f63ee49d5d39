using System.Numerics;
using GrayFlags.Bucketing;
using NUnit.Framework;

namespace GrayFlags.Tests.Bucketing;

public sealed class Log2Tests
{
    // Computed by Python from 60 decimal digits of the logarithm.
    [TestCase(0UL, 0x4000000000UL)]
    [TestCase(1UL, 0x4000000000UL)]
    [TestCase(3UL, 0x3e6a3fe5c7UL)]
    [TestCase(0x1_0000_0000UL, 0x1fffffffffUL)]
    [TestCase(0x8000_0000_0000_0000UL, 0x100000000UL)]
    [TestCase(0xC000_0000_0000_0000UL, 0x6a3fe5c7UL)]
    [TestCase(0x1234_5678_9ABC_DEF0UL, 0x3d05412fcUL)]
    [TestCase(0xFF80_0000_0000_0000UL, 0xb8d876UL)]
    [TestCase(ulong.MaxValue, 1UL)]
    public void OfShare_IsTheSameEverywhere(ulong value, ulong expected)
    {
        Assert.That(Log2.OfShare(value), Is.EqualTo(expected));
    }

    // The same table by another way: floor(2^32 log2 m) is read off the squares of m, one bit at each, with 256 bits kept.
    [Test]
    public void Places_AreTheLogarithms_ToTheLastBit()
    {
        Assert.Multiple(() =>
        {
            for (var place = 0; place < 256; place++)
            {
                var share = (256UL + (ulong)place) << 55;
                Assert.That((1UL << 32) - Log2.OfShare(share), Is.EqualTo(Logarithm(256 + place)), $"place {place}");
            }
        });
    }

    private static ulong Logarithm(int mantissaOf256)
    {
        const int Kept = 256;
        var mantissa = (BigInteger)mantissaOf256 << (Kept - 8);
        var result = 0UL;
        for (var bit = 0; bit < 32; bit++)
        {
            mantissa = (mantissa * mantissa) >> Kept;
            result <<= 1;
            if (mantissa >> (Kept + 1) != 0)
            {
                result |= 1;
                mantissa >>= 1;
            }
        }

        return result;
    }
}
