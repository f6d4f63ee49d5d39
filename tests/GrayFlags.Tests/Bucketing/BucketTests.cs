using System.Globalization;
using GrayFlags.Bucketing;
using NUnit.Framework;

namespace GrayFlags.Tests.Bucketing;

public sealed class BucketTests
{
    private const int Ids = 100_000;

    [TestCase(0UL, 0UL, 0)]                                     // fmix64(0) is 0
    [TestCase(0xdeadbeefUL, 0xdeadbeefUL, 0)]                   // so is that of an id that is its own salt
    [TestCase(42UL, 7UL, 67_370)]                               // the formula in Python
    [TestCase(ulong.MaxValue, 0UL, 39_339)]                     // the formula in Python
    public void Hashes_FollowTheFormula(ulong subject, ulong salt, int bucket)
    {
        Assert.That(Bucket.Of(subject, salt), Is.EqualTo(bucket));
        Assert.That(Bucket.Of(salt, subject), Is.EqualTo(bucket));
    }

    // 1,000 cells of 100 expected ids each. Under a uniform hash chi-square has 999 degrees of freedom: mean 999, standard
    // deviation 44.7. The bounds lie four of them away on both sides, since ids spread too evenly are no better a sign.
    [TestCase("new-checkout")]
    [TestCase("dark-mode")]
    [TestCase("实验-7")]
    [TestCase("")]
    public void Buckets_OfFixedIds_AreUniform(string salt)
    {
        const int Cells = 1000;
        const double Expected = (double)Ids / Cells;
        var counts = new int[Cells];
        foreach (var bucket in BucketsUnder(salt))
        {
            counts[bucket / (Bucket.Count / Cells)]++;
        }

        var chiSquare = counts.Sum(count => (count - Expected) * (count - Expected) / Expected);
        Assert.That(chiSquare, Is.InRange(820, 1178));
    }

    // Two flags at 10 % share 1 % of 100,000 ids: 1,000, with a standard deviation of sqrt(100,000 * 0.01 * 0.99) = 31.5. Bound: four of them.
    [TestCase("flag-a", "flag-b")]
    [TestCase("flag-1", "flag-2")]
    [TestCase("new-checkout", "new-checkout:variant")]
    [TestCase("新功能", "新功能2")]
    public void TwoSalts_AtTenPercent_ShareOnePercent(string first, string second)
    {
        const int TenPercent = Bucket.Count / 10;
        var both = BucketsUnder(first).Zip(BucketsUnder(second)).Count(pair => pair.First < TenPercent && pair.Second < TenPercent);

        Assert.That(both, Is.InRange(874, 1126));
    }

    // A joint count could hide a tie elsewhere, so the whole plane is looked at: 10 by 10 cells of 1,000 expected ids.
    // Chi-square has 99 degrees of freedom: mean 99, standard deviation 14.1. Bound: four of them.
    [TestCase("flag-a", "flag-b")]
    [TestCase("new-checkout", "dark-mode")]
    public void TwoSalts_OverAllBuckets_AreIndependent(string first, string second)
    {
        const int Cells = 10;
        const double Expected = (double)Ids / (Cells * Cells);
        var counts = new int[Cells * Cells];
        foreach (var (a, b) in BucketsUnder(first).Zip(BucketsUnder(second)))
        {
            counts[(a * Cells / Bucket.Count * Cells) + (b * Cells / Bucket.Count)]++;
        }

        var chiSquare = counts.Sum(count => (count - Expected) * (count - Expected) / Expected);
        Assert.That(chiSquare, Is.InRange(42, 156));
    }

    private static IEnumerable<int> BucketsUnder(string salt)
    {
        var saltHash = TextHash.Of(salt);
        for (var i = 0; i < Ids; i++)
        {
            yield return Bucket.Of(TextHash.Of(string.Create(CultureInfo.InvariantCulture, $"user-{i}")), saltHash);
        }
    }
}
