using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Sets;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Sets;

/// <summary>Region codes that were chosen to make an answer slow.</summary>
[Fault("R1")]
[Fault("X5")]
public sealed class CraftedRegionTests
{
    [Test]
    public void CodesOfOneHash_AreComparedOnceALevel()
    {
        var codes = Crafted();
        var set = new RegionSet(codes);

        Assert.That(codes, Has.Length.GreaterThan(20));
        Assert.That(set.MaxCompared, Is.LessThanOrEqualTo(6));
        Assert.That(codes, Has.All.Matches<string>(set.Covers));
        Assert.That(codes.Select(code => code.ToLowerInvariant() + "-X"), Has.All.Matches<string>(set.Covers));
        Assert.That(set.Covers("AAAAAAAAA"), Is.False);
    }

    [Test]
    public void CodesInOneRowOfSlots_AreAllFound()
    {
        // Short codes are their own keys; these share their slot in a table of any size up to a thousand.
        var codes = Enumerable.Range(0, 36 * 36 * 36 * 36)
            .Select(number => string.Concat(new[] { 46_656, 1_296, 36, 1 }.Select(place => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[number / place % 36])))
            .Where(code => ((code.Aggregate(0UL, (key, character) => (key << 8) | character) * 0x9e3779b97f4a7c15) >> 54) == 5)
            .Take(400).ToArray();
        var set = new RegionSet(codes);

        Assert.That(codes, Has.Length.EqualTo(400));
        Assert.That(codes, Has.All.Matches<string>(set.Covers));
        Assert.That(codes.Count(code => set.Covers(code + "X")), Is.Zero);
        Assert.That(set.MaxCompared, Is.LessThanOrEqualTo(12));
    }

    [TestCase(16, true)]
    [TestCase(17, false)]
    [TestCase(64, false)]
    public void Document_WithARegionOfSoManyLevels(int levels, bool isGood)
    {
        var code = string.Join('-', Enumerable.Repeat("A", levels));
        var problems = RuleSetOf($$"""{ "flags": { "f": { "rules": { "r": { "regions": ["{{code}}"], "serve": true } } } } }""");

        Assert.That(problems, isGood ? Is.Empty : Has.Exactly(1).Contains("16"));
    }

    [Test]
    public void Context_OfMoreLevels_IsKnownByItsFirstSixteen()
    {
        var sixteen = string.Join('-', Enumerable.Repeat("A", 16));
        var set = new RegionSet([sixteen]);

        Assert.That(set.Covers(sixteen + "-A-A"), Is.True);
        Assert.That(set.Covers(sixteen), Is.True);
        Assert.That(new RegionSet([sixteen + "-A"]).Covers(sixteen + "-A"), Is.False, "no document has such a code");
    }

    // The last two characters of a code's first nine fall together in its hash.
    private static string[] Crafted()
    {
        const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
        return [.. Characters.SelectMany(first => Characters.Where(second => (first ^ second) == 1).Select(second => $"AAAAAAA{first}{second}"))];
    }

    private static IReadOnlyList<string> RuleSetOf(string json)
    {
        try
        {
            using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(json))));
            return [];
        }
        catch (GrayDocumentException exception)
        {
            return [.. exception.Problems.Select(problem => problem.ToString())];
        }
    }
}
