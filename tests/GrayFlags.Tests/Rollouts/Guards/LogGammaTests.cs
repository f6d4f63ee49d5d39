using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class LogGammaTests
{
    // Python 3.11, math.lgamma; the first and the third also by hand: gamma(1/2) is the square root of pi, and gamma(n) is (n - 1)!.
    [TestCase(0.5, 0.5723649429247004)]
    [TestCase(0.01, 4.599479878042022)]
    [TestCase(5, 3.178053830347945)]
    [TestCase(1, 0.0)]
    [TestCase(2, 0.0)]
    [TestCase(3.7, 1.4280723266653883)]
    [TestCase(9.999999, 12.801825228328934)]
    [TestCase(10, 12.801827480081467)]
    [TestCase(10.5, 13.940625219403763)]
    [TestCase(50, 144.5657439463449)]
    [TestCase(1000.25, 5906.947268271117)]
    [TestCase(123456.75, 1323901.5615730141)]
    [TestCase(1000000000.0, 19723265827.503716)]
    public void Of_KnownNumbers(double x, double expected)
    {
        Assert.That(LogGamma.Of(x), Is.EqualTo(expected).Within(1e-12 * Math.Max(1, Math.Abs(expected))));
    }

    [Test]
    public void Of_Factorials([Range(1, 20)] int number)
    {
        var factorial = Enumerable.Range(1, number).Aggregate(1L, (product, factor) => product * factor);

        Assert.That(LogGamma.Of(number + 1), Is.EqualTo(Math.Log(factorial)).Within(1e-12).Or.EqualTo(Math.Log(factorial)).Within(1e-14).Percent);
    }
}
