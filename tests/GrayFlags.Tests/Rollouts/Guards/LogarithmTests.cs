using System.Runtime.Intrinsics;
using GrayFlags.Rollouts.Guards.Bets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class LogarithmTests
{
    // The exact results of doubles near a power of the square root of 2 lie on both sides of where the exponent changes.
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(0.5)]
    [TestCase(0.7071067811865475)]
    [TestCase(0.7071067811865476)]
    [TestCase(1.4142135623730949)]
    [TestCase(1.4142135623730951)]
    [TestCase(0.9999999999999999)]
    [TestCase(1.0000000000000002)]
    [TestCase(0.05)]
    [TestCase(20)]
    [TestCase(2.2250738585072014e-308)]
    [TestCase(1.7976931348623157e308)]
    public void Of_KnownNumbers(double number)
    {
        IsAsInTheFramework(number);
    }

    [Test]
    public void Of_NumbersOfEverySize()
    {
        var random = new Random(7);
        for (var round = 0; round < 100_000; round++)
        {
            IsAsInTheFramework(Math.Exp((random.NextDouble() - 0.5) * (round % 2 == 0 ? 6 : 1_400)));
        }
    }

    private static void IsAsInTheFramework(double number)
    {
        var expected = Math.Log(number);
        var most = 9e-16 * Math.Abs(expected);

        Assert.That(Math.Abs(Logarithm.Of(Vector256.Create(1, number, 3, number))[3] - expected), Is.LessThanOrEqualTo(most), $"{number:R}");
        Assert.That(Math.Abs(Logarithm.Of(Vector512.Create(1, 1, 1, 1, 1, 1, 3, number))[7] - expected), Is.LessThanOrEqualTo(most), $"{number:R}");
    }
}
