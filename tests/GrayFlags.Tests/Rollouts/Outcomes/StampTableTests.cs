using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Outcomes;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Outcomes;

/// <summary>What every bet stands on: a unit is never newer to the table than it is.</summary>
public sealed class StampTableTests
{
    [TestCase(3_000, true)]
    [TestCase(30_000, false)]
    [TestCase(300_000, false)]
    public void Unit_IsNeverOlderThanItIs(int units, bool isExact)
    {
        var (table, seen, state, early) = (new StampTable(), new Dictionary<uint, long>(), 7UL, 0);
        for (var step = 0; step < 600_000; step++)
        {
            state = MurmurHash3.Mix64(state + (ulong)step);
            var (hash, minute) = ((uint)MurmurHash3.Mix64(state % (ulong)units), step / 1_000L);
            var expected = seen.GetValueOrDefault(hash, -1);
            var actual = table.Seen(hash);
            Assert.That(actual, isExact ? Is.EqualTo(expected) : Is.GreaterThanOrEqualTo(expected));
            early += actual > expected ? 1 : 0;
            table.Set(hash, minute);
            seen[hash] = minute;
        }

        TestContext.Out.WriteLine($"{early} of 600,000 were taken to be seen later than they were");
    }

    // What the fresh detection of a small regression at a small share needs.
    [Test]
    public void Table_Of33000NewUnits_TakesNineOfTenForNew()
    {
        var (table, known) = (new StampTable(), 0);
        for (var unit = 0UL; unit < 33_000; unit++)
        {
            var hash = (uint)MurmurHash3.Mix64(unit);
            known += table.Seen(hash) >= 0 ? 1 : 0;
            table.Set(hash, 5);
        }

        Assert.That(known, Is.LessThan(3_300 * 1.1));
    }

    [TestCase(100)]
    [TestCase(40_000)]
    public void Table_SavedAndLoaded_IsTheSame(int units)
    {
        var table = new StampTable();
        for (var unit = 0; unit < units; unit++)
        {
            table.Set((uint)MurmurHash3.Mix64((ulong)unit), unit / 100);
        }

        var loaded = new StampTable();
        Assert.That(loaded.TryLoad(table.Save()), Is.True);

        for (var unit = 0; unit < units + 1_000; unit++)
        {
            var hash = (uint)MurmurHash3.Mix64((ulong)unit);
            Assert.That(loaded.Seen(hash), Is.EqualTo(table.Seen(hash)));
        }
    }

    [Test]
    public void Bytes_OfSomethingElse_AreRefused()
    {
        var saved = new StampTable();
        saved.Set(1, 1);
        byte[] bytes = saved.Save();

        foreach (var other in new[] { [], bytes[..5], bytes[..^1], [.. bytes, 1], new byte[1_000] })
        {
            Assert.That(new StampTable().TryLoad(other), Is.False);
        }
    }

    // A rollout that lasts for years: minutes have 16 bits.
    [Test]
    public void Years_AreKept()
    {
        var table = new StampTable();
        table.Set(1, 10);
        foreach (var minute in new[] { 64_990L, 65_010, 200_000, 3_000_000 })
        {
            table.Set(2, minute);
            Assert.That(table.Seen(2), Is.EqualTo(minute));
            Assert.That(table.Seen(1), Is.InRange(10, minute - 32_000), "never forgotten");
        }
    }

    [TestCase(-1, 5, EpochStamp.Never)]
    [TestCase(5, 5, 0)]
    [TestCase(4, 5, 1)]
    [TestCase(3, 5, 2)]
    [TestCase(15, 16, 3)]
    [TestCase(63, 64, 4)]
    [TestCase(255, 256, 5)]
    [TestCase(1_023, 1_024, 6)]
    public void Freshness_IsInHowManyLevelsAUnitIsNew(int seen, int minute, int freshness)
    {
        Assert.That(EpochStamp.Freshness(seen, minute), Is.EqualTo(freshness));
    }
}
