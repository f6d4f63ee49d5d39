using GrayFlags.Bucketing;
using GrayFlags.Rules;
using GrayFlags.Rules.Sets;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Sets;

public sealed class IdSetTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1_000)]
    [TestCase(100_000)]
    public void Contains_OwnIdsOnly(int count)
    {
        var ids = Enumerable.Range(0, count).Select(index => $"user-{index}").ToList();
        var set = new IdSet([.. ids, .. ids.Take(10)]);

        Assert.That(set.Count, Is.EqualTo(count), "an id given twice counts once");
        Assert.That(ids.All(id => set.Contains(id, TextHash.Of(id))), Is.True);
        Assert.That(ids.Any(id => set.Contains(id + "x", TextHash.Of(id + "x"))), Is.False);
    }

    [Test]
    [Fault("X5")]
    public void Build_IdsThatAllFallIntoOneSlot_IsNotQuadratic()
    {
        // Searched, not solved: ids whose hashes agree in the low bits that choose the slot, so that plain probing would form one long run.
        var crafted = Enumerable.Range(0, 3_000_000).Select(index => $"c{index}").Where(id => (TextHash.Of(id) & 0xFFF) == 0).Take(700).ToList();
        Assert.That(crafted, Has.Count.EqualTo(700));

        var set = new IdSet(crafted);

        Assert.That(set.Count, Is.EqualTo(700));
        Assert.That(crafted.All(id => set.Contains(id, TextHash.Of(id))), Is.True);
        Assert.That(set.Contains("c-none", TextHash.Of("c-none")), Is.False);
    }
}
