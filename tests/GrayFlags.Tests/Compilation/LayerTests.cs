using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

/// <summary>What a layer allows; what it refuses stands in <see cref="ProblemRows"/>.</summary>
public sealed class LayerTests
{
    [TestCase(""" "of": 50 """, """ "of": 25 """, TestName = "{m}(the same subjects, since neither has a place)")]
    [TestCase(""" "of": 10, "from": 0 """, """ "of": 10, "from": 10 """, TestName = "{m}(side by side)")]
    [TestCase(""" "of": 10 """, """ "of": 90, "from": 10 """, TestName = "{m}(side by side, one at the beginning)")]
    [TestCase(""" "of": 10, "from": 5 """, """ "of": 10, "from": 10, "overlap": true """, TestName = "{m}(one says so)")]
    [TestCase(""" "of": 10, "from": 5, "overlap": true """, """ "of": 10, "from": 10 """, TestName = "{m}(the other says so)")]
    [TestCase(""" "of": 10, "from": 5, "by": "tenant" """, """ "of": 10, "from": 10 """, TestName = "{m}(by another subject)")]
    [TestCase(""" "of": 10, "from": 5, "by": "tenant" """, """ "of": 10, "from": 10, "by": "Tenant" """, TestName = "{m}(by another attribute)")]
    [TestCase(""" "of": 10, "from": 5, "salt": "X" """, """ "of": 10, "from": 10 """, TestName = "{m}(with another salt)")]
    [TestCase(""" "of": 0, "from": 15 """, """ "of": 10, "from": 10 """, TestName = "{m}(of nobody)")]
    public void Ranges_ThatMayStand_AreTaken(string first, string second)
    {
        Assert.That(() => GrayEvaluator.FromJson(Two(first, second)).Dispose(), Throws.Nothing);
    }

    // Without a salt of their own two flags are independent, and two rules of one flag are tried one after the other.
    [Test]
    public void Ranges_WithoutASalt_AreNoLayer()
    {
        const string Json = """
            { "flags": {
                "f": { "rules": { "a": { "percentage": { "of": 50, "from": 10 } }, "b": { "percentage": { "of": 50, "from": 20 } } } },
                "g": { "rules": { "a": { "percentage": { "of": 50, "from": 10 } } } } } }
            """;

        Assert.That(() => GrayEvaluator.FromJson(Json).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Exception_KeepsOffARange_ByOverlappingIt()
    {
        const string Json = """
            { "flags": {
                "f": { "rules": { "r": { "percentage": { "of": 50, "from": 10, "salt": "x" } } } },
                "g": { "rules": { "r": { "except": { "percentage": { "of": 50, "from": 10, "salt": "x" } } } } } } }
            """;

        Assert.That(() => GrayEvaluator.FromJson(Json).Dispose(), Throws.Nothing);
    }

    // The order in a file means nothing, also to which of two is told.
    [Test]
    public void Problem_IsTheSame_InAnyOrder()
    {
        const string Json = """
            { "flags": {
                "g": { "rules": { "r": { "percentage": { "of": 10, "from": 0, "salt": "x" } } } },
                "f": { "rules": { "r": { "percentage": { "of": 10, "from": 0, "salt": "x" } } } } } }
            """;

        var problem = Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson(Json).Dispose())!.Problems.Single();

        Assert.That((problem.Path, problem.Line), Is.EqualTo(("flags.g.rules.r.percentage", 2)));
        Assert.That(
            problem.Message,
            Does.Contain(
                "overlaps 0 to 10 percent of flags.f.rules.r, and both have the salt 'x'; give them ranges that do not overlap, or \"overlap\": true"));
    }

    // A thousand shares of one range are a thousand mistakes at most, not half a million.
    [Test]
    public void Problems_AreOneForEachShare()
    {
        var flags = string.Join(", ", Enumerable.Range(0, 900).Select(index => $$"""
            "f{{index}}": { "rules": { "r": { "percentage": { "of": 10, "from": 0, "salt": "x" } } } }
            """));

        Assert.That(
            Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson($$"""{ "flags": { {{flags}} } }""").Dispose())!.Problems,
            Has.Count.EqualTo(899));
    }

    private static string Two(string first, string second) => $$"""
        { "flags": {
            "f": { "rules": { "r": { "percentage": { {{(first.Contains("salt", StringComparison.Ordinal) ? "" : "\"salt\": \"x\", ")}}{{first}} } } } },
            "g": { "rules": { "r": { "percentage": { "salt": "x", {{second}} } } } } } }
        """;
}
