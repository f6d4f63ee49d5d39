using GrayFlags.Documents.Problems;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

internal sealed class NearNameTests
{
    private static readonly string[] Names = ["users", "segments", "regions", "window", "percentage", "of", "by", "salt", "from"];

    // Distances counted by hand: insertions, deletions, substitutions and swaps of neighbours, at most 2 and less than half of the name.
    [TestCase("user", "users")]
    [TestCase("uesrs", "users")]
    [TestCase("USERZ", "users")]
    [TestCase("segmetns", "segments")]
    [TestCase("precentage", "percentage")]
    [TestCase("prcentag", "percentage")]
    [TestCase("prcenag", null)]
    [TestCase("form", "from")]
    [TestCase("sault", "salt")]
    [TestCase("Of", "of")]
    [TestCase("ov", null)]
    [TestCase("b", null)]
    [TestCase("rule", null)]
    [TestCase("", null)]
    [TestCase("windows of opportunity", null)]
    public void Find_GivesTheNearestNameOrNone(string name, string? expected) => Assert.That(NearName.Find(name, Names), Is.EqualTo(expected));

    [Test]
    public void Find_TwoNearNames_TakesTheNearest() =>
        Assert.That(NearName.Find("checkout-2", ["checkout-11", "checkout-22", "checkout-2x3"]), Is.EqualTo("checkout-22"));

    [Test]
    public void Find_LongNameOrFarCandidate_IsNotCompared()
    {
        // The caps keep a document full of broken references from costing minutes.
        var name = new string('n', 65);
        Assert.That(NearName.Find(name, [name]), Is.Null);
        Assert.That(NearName.Find(name[..64], [name]), Is.EqualTo(name));

        var many = Enumerable.Range(0, 2_000).Select(index => $"x{index}");
        Assert.That(NearName.Find("staff", many.Append("stafff")), Is.Null);
        Assert.That(NearName.Find("staff", many.Skip(1).Append("stafff")), Is.EqualTo("stafff"));
    }
}
