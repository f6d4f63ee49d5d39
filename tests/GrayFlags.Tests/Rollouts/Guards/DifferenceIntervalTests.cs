using GrayFlags.Rollouts.Guards.Bets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class DifferenceIntervalTests
{
    private const int Batches = 300;
    private static readonly double[] Losses = [0, 0.1, 0.35, 1];
    private static readonly double[] Ratios = [1.25, 2, 5];

    private static readonly double[] Steps = [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4];
    private static readonly double[] Differences = [.. Steps.Skip(1).Select(step => -step).Order(), .. Steps];

    // By the formula, without vectors, with bets against all differences to the end.
    [TestCase(1, 0.02)]
    [TestCase(2, 0.1)]
    [TestCase(3, 0.4)]
    public void Value_AtEachLook_IsThatOfTheFormula(int seed, double canaryRate)
    {
        var random = new Random(seed);
        var interval = new DifferenceInterval();
        Span<double> counts = stackalloc double[Losses.Length];
        double[][] wealth = [.. Enumerable.Range(0, 2 * Differences.Length).Select(_ => new double[Ratios.Length])];
        var largest = new double[wealth.Length];
        var values = new HashSet<(double, double)>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var (size, mean) = (random.Next(3) * 20_000, random.NextDouble() * 0.2);
            foreach (var isCanary in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (ref var count in counts)
                {
                    count = random.Next(3) * random.NextDouble() * 10;
                }

                counts[^1] *= isCanary ? canaryRate : 0.05;
                interval.Bet(size, isCanary, Losses, counts, mean);
                Bet(wealth, size / 100_000.0, isCanary, counts, mean);
            }

            interval.Settle();
            Assert.That(interval.Value, Is.EqualTo(Value(wealth, largest)), $"batch {batch}");
            values.Add(interval.Value);
            if (batch % 50 == 49)
            {
                var saved = interval.Save();
                interval = new DifferenceInterval();
                interval.Load(saved);
            }
        }

        Assert.That(values, Has.Count.GreaterThan(5));
    }

    [Test]
    public void Load_OfAnotherFormat_ChangesNothing()
    {
        var interval = new DifferenceInterval();
        interval.Load(new byte[17]);

        Assert.That((interval.Value, interval.Save()), Is.EqualTo(((-1.0, 1.0), Array.Empty<byte>())));
    }

    private static void Bet(double[][] wealth, double share, bool isCanary, ReadOnlySpan<double> counts, double mean)
    {
        for (var index = 0; index < wealth.Length && share > 0; index++)
        {
            var isOther = index >= Differences.Length;
            var difference = isOther ? -Differences[index - Differences.Length] : Differences[index];
            var (chance, isFirst) = isOther ? (1 - share, !isCanary) : (share, isCanary);
            for (var cell = 0; cell < Losses.Length; cell++)
            {
                var gain = (isFirst ? (Losses[cell] - mean) / chance : (mean - Losses[cell]) / (1 - chance)) - difference;
                var worst = Math.Max(mean / chance, (1 - mean) / (1 - chance)) + difference;
                for (var bet = 0; bet < Ratios.Length; bet++)
                {
                    var odds = (Ratios[bet] - 1) * chance;
                    wealth[index][bet] += counts[cell] * Math.Log(1 + (odds / (1 + odds) * gain / worst));
                }
            }
        }
    }

    private static (double Low, double High) Value(double[][] wealth, double[] largest)
    {
        var (low, high) = (-1.0, 1.0);
        for (var index = 0; index < wealth.Length; index++)
        {
            largest[index] = Math.Max(largest[index], LogSum.OfMean(wealth[index]));
            if (largest[index] >= Math.Log(40))
            {
                var difference = Differences[index % Differences.Length];
                (low, high) = index < Differences.Length ? (Math.Max(low, difference), high) : (low, Math.Min(high, difference));
            }
        }

        return (low, Math.Max(low, high));
    }
}
