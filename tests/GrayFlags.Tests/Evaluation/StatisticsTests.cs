using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>
/// What shares promise, over 100,000 fixed ids. Bounds are four standard deviations of the binomial unless
/// said otherwise; the ids are fixed, so a test passes always or never.
/// </summary>
public sealed class StatisticsTests
{
    private const int Ids = 100_000;

    private static readonly GrayContext[] Users =
        [.. Enumerable.Range(0, Ids).Select(index => new GrayContext(string.Create(CultureInfo.InvariantCulture, $"user-{index}")))];

    // Only adds, from the smallest share to everyone; and each share is as large as it says. Deviation: sqrt(n p
    // (1 - p)), bound four of them and one id for rounding.
    [Test, Fault("E8")]
    public void Percentage_Raised_NeverRemovesAnyone()
    {
        decimal[] percentages = [0m, 0.001m, 0.01m, 0.1m, 1m, 5m, 10m, 20m, 25m, 33.333m, 50m, 75m, 99m, 99.999m, 100m];
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider);
        var before = new bool[Ids];

        foreach (var percentage in percentages)
        {
            provider.SetJson(
                string.Create(CultureInfo.InvariantCulture, $$"""{ "flags": { "new-checkout": { "rules": { "r": { "percentage": {{percentage}} } } } } }"""));
            var now = Answers(evaluator, "new-checkout");
            Assert.That(Enumerable.Range(0, Ids).Count(index => before[index] && !now[index]), Is.Zero, $"{percentage} % removed somebody");
            var share = (double)percentage / 100;
            Assert.That(now.Count(isOn => isOn), Is.EqualTo(Ids * share).Within((4 * Math.Sqrt(Ids * share * (1 - share))) + 1), $"{percentage} %");
            before = now;
        }

        Assert.That(before, Has.All.True);
    }

    [Test]
    public void Ranges_OfOneSalt_ExcludeEachOther_AndCoverEveryone()
    {
        decimal[] edges = [0m, 0.001m, 10m, 33.333m, 33.334m, 66.5m, 99.999m, 100m];
        var flags = edges.Zip(edges.Skip(1), (from, to) => string.Create(CultureInfo.InvariantCulture, $$"""
            "f{{from}}": { "rules": { "r": { "percentage": { "of": {{to - from}}, "from": {{from}}, "salt": "layer" } } } }
            """));
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { {{string.Join(',', flags)}} } }""");
        string[] names = [.. edges.SkipLast(1).Select(edge => string.Create(CultureInfo.InvariantCulture, $"f{edge}"))];

        var shares = Users.Select(user => names.Count(name => evaluator.IsEnabled(name, user)));

        Assert.That(shares.All(count => count == 1), Is.True);
    }

    [Test]
    public void Ranges_InRulesOfOneFlag_AreOneLayer()
    {
        using var evaluator = TestEvaluator.Create("""
            { "flags": { "f": { "variants": { "a": { }, "b": { }, "c": { } }, "rules": {
                "a": { "percentage": { "of": 20 }, "serve": "a" },
                "b": { "percentage": { "of": 30, "from": 20 }, "serve": "b" },
                "c": { "percentage": { "of": 50, "from": 50 }, "serve": "c" } } } } }
            """);

        var decisions = Users.Select(user => evaluator.Evaluate("f", user)).ToList();

        Assert.That(
            decisions.Select(decision => decision.Variant),
            Is.EqualTo(decisions.Select(decision => decision.Bucket switch { < 20_000 => "a", < 50_000 => "b", _ => "c" })));
        Assert.That(decisions.Count(decision => decision.Variant == "b"), Is.EqualTo(30_000).Within(580)); // 4 sqrt(100,000 * 0.3 * 0.7)
    }

    [TestCase("""{ "description": "d", "flags": { "f": FLAG } }""")]
    [TestCase("""{ "version": 9, "flags": { "a": true, "f": FLAG, "z": { "rules": { "r": { "percentage": 3 } } } } }""")]
    [TestCase("""{ "segments": { "s": { "users": ["user-1"] } }, "flags": { "F": FLAG } }""")]
    [TestCase(
        """{ "flags": { "f": { "owner": "o", "rules": { "r": { "percentage": 25, "description": "d" }, "q": { "users": [] },"""
            + """ "b": { "users": ["user-7"] } } } } }""")]
    [TestCase(
        """{ "off": ["gone"], "flags": { "f": { "rules": { "other-name": { "percentage": { "of": 25.000, "by": "user" } },"""
            + """ "b": { "users": "user-7" } } } } }""")]
    public void UnrelatedChange_MovesNobody(string changed)
    {
        const string Flag = """{ "rules": { "b": { "users": ["user-7"] }, "r": { "percentage": 25 } } }""";
        var provider = new InMemoryRuleProvider();
        using var evaluator = TestEvaluator.Create(provider);
        provider.SetJson("""{ "flags": { "f": FLAG } }""".Replace("FLAG", Flag, StringComparison.Ordinal));
        var before = Answers(evaluator, "f");

        provider.SetJson(changed.Replace("FLAG", Flag, StringComparison.Ordinal));

        Assert.That(evaluator.Status.Generation, Is.EqualTo(2));
        Assert.That(Answers(evaluator, "f"), Is.EqualTo(before));

        // 25 % of 100,000, deviation sqrt(100,000 * 0.25 * 0.75) = 137, and user-7 who is listed.
        Assert.That(before.Count(isOn => isOn), Is.EqualTo(25_000).Within(549));
    }

    // 10 % of 10 % is 1 %: 1,000 ids, deviation sqrt(100,000 * 0.01 * 0.99) = 31.5.
    [TestCase("a", "b")]
    [TestCase("checkout-1", "checkout-2")]
    [TestCase("新结账", "新搜索")]
    public void TwoFlags_AtTenPercent_ShareOnePercent(string first, string second)
    {
        using var evaluator = TestEvaluator.Create($$"""
            { "flags": { "{{first}}": { "rules": { "r": { "percentage": 10 } } }, "{{second}}": { "rules": { "r": { "percentage": 10 } } } } }
            """);

        var both = Answers(evaluator, first).Zip(Answers(evaluator, second)).Count(pair => pair.First && pair.Second);

        Assert.That(both, Is.EqualTo(1_000).Within(126));
    }

    // Old and new bucket, each in ten cells: 100 cells of 1,000 expected ids. Chi-square with 99 degrees of
    // freedom passes 181 with a chance of one in a million.
    [TestCase("f", "exp-2")]
    [TestCase("exp-1", "exp-2")]
    public void SaltChanged_ReshufflesIndependently(string before, string after)
    {
        const double Expected = Ids / 100.0;
        using var evaluator = TestEvaluator.Create($$"""
            { "flags": {
                "before": { "rules": { "r": { "percentage": { "of": 100, "salt": "{{before}}" } } } },
                "after": { "rules": { "r": { "percentage": { "of": 100, "salt": "{{after}}" } } } } } }
            """);
        var cells = new int[100];
        foreach (var user in Users)
        {
            cells[(evaluator.Evaluate("before", user).Bucket / 10_000 * 10) + (evaluator.Evaluate("after", user).Bucket / 10_000)]++;
        }

        Assert.That(cells.Sum(count => (count - Expected) * (count - Expected) / Expected), Is.LessThan(181));
    }

    private static bool[] Answers(GrayEvaluator evaluator, string flag) => Array.ConvertAll(Users, user => evaluator.IsEnabled(flag, user));
}
