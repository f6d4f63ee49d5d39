using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, "Variants": weights divide those whom a rule admits.</summary>
public sealed class SplitTests
{
    private const int Ids = 100_000;

    private static readonly string[] Golden = ["user-0", "user-1", "user-2", "user-3", "用户-42", new('x', 40)];
    private static readonly GrayContext[] Users =
        [.. Enumerable.Range(0, Ids).Select(index => new GrayContext(string.Create(CultureInfo.InvariantCulture, $"user-{index}")))];

    // Computed by a program of its own, in Python, with a hash of its own and exact fractions. Never edited: a variant that moves ends an experiment.
    [TestCase("colors", """{ "blue": { "weight": 50 }, "green": { "weight": 50 } }""", "blue blue green green blue green")]
    [TestCase("Colors", """{ "Green": { "weight": 50 }, "BLUE": { "weight": 50 } }""", "BLUE BLUE Green Green BLUE Green")]
    [TestCase("colors", """{ "blue": { "weight": 50 }, "green": { "weight": 100 } }""", "green green green green green green")]
    [TestCase("pricing", """{ "a": { "weight": 1 }, "b": { "weight": 2 }, "c": { "weight": 7 } }""", "c c b a c c")]
    [TestCase("pricing", """{ "a": { "weight": 0.001 }, "b": { "weight": 33.333 }, "c": { "weight": 100000 } }""", "c c c c c c")]
    [TestCase("结账", """{ "蓝": { "weight": 1 }, "绿": { "weight": 3 } }""", "绿 绿 绿 绿 蓝 绿")]
    [TestCase("one", """{ "only": { "weight": 5 }, "never": { "weight": 0 }, "apart": { "value": 1 } }""", "only only only only only only")]
    public void Variant_OfGoldenUsers(string flag, string variants, string expected)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "{{flag}}": { "default": "split", "variants": {{variants}} } } }""");

        Assert.That(string.Join(' ', Golden.Select(id => evaluator.Evaluate(flag, new GrayContext(id)).Variant)), Is.EqualTo(expected));
    }

    // A variant's count is binomial: four standard deviations, and one in a thousand for the straight lines of the logarithm.
    [TestCase("50 50")]
    [TestCase("1 2 7")]
    [TestCase("99.9 0.1")]
    [TestCase("0.001 0.002 0.007")]
    [TestCase("5 10 15 20 50 100 200 600")]
    public void Share_IsTheWeightInTheSumOfAll(string weights)
    {
        var parts = weights.Split(' ').Select(weight => double.Parse(weight, CultureInfo.InvariantCulture)).ToArray();
        var met = Answers(parts.Select((weight, index) => ($"v{index}", weight))).CountBy(variant => variant!).ToDictionary();

        for (var index = 0; index < parts.Length; index++)
        {
            var share = parts[index] / parts.Sum();
            Assert.That(
                met.GetValueOrDefault($"v{index}"),
                Is.EqualTo(Ids * share).Within((4 * Math.Sqrt(Ids * share * (1 - share))) + (Ids * share / 1000)),
                $"v{index}");
        }
    }

    // Whoever moves, moves to the one that was raised, and no more than its share grows: from 1/4 to 2/5 of all.
    [Test, Fault("E8")]
    public void WeightRaised_MovesUsersToThatVariantOnly()
    {
        var before = Answers([("a", 1), ("b", 1), ("c", 1), ("d", 1)]);
        var after = Answers([("a", 1), ("b", 1), ("c", 2), ("d", 1)]);

        var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToList();
        Assert.That(moved.Select(pair => pair.Second).Distinct(), Is.EqualTo(new[] { "c" }));
        Assert.That(moved, Has.Count.EqualTo(15_000).Within(452)); // 4 sqrt(100,000 * 0.15 * 0.85)
    }

    [Test, Fault("E8")]
    public void VariantAdded_TakesItsShareFromAll_AndMovesNobodyElse()
    {
        var before = Answers([("a", 30), ("b", 70)]);
        var after = Answers([("a", 30), ("new", 100), ("b", 70)]);

        var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToList();
        Assert.That(moved.Select(pair => pair.Second).Distinct(), Is.EqualTo(new[] { "new" }));
        Assert.That(moved.Count(pair => pair.First == "a"), Is.EqualTo(15_000).Within(452));
    }

    [Test, Fault("E8")]
    public void OrderAndScale_OfTheWeights_MeanNothing()
    {
        var answers = Answers([("a", 1), ("b", 2), ("c", 3)]);

        Assert.That(Answers([("c", 3), ("a", 1), ("b", 2)]), Is.EqualTo(answers));
        Assert.That(Answers([("b", 20.5), ("c", 30.75), ("a", 10.25)]), Is.EqualTo(answers));
    }

    // Chi-square of 2 x 2 cells, 3 degrees of freedom: above 30.7 with a chance of one in a million.
    [Test]
    public void Split_IsIndependentOfThePercentage_AndOfOtherFlags()
    {
        const string Variants = """ "variants": { "a": { "weight": 1 }, "b": { "weight": 1 } } """;
        using var evaluator = TestEvaluator.Create($$"""
            { "flags": {
                "f": { {{Variants}}, "rules": { "r": { "percentage": 50, "serve": "split" } }, "default": "split" },
                "g": { {{Variants}}, "default": "split" } } }
            """);
        var percentage = Users.Select(user => evaluator.Evaluate("f", user)).Select(decision => (decision.Rule is null, decision.Variant == "a"));
        var flags = Users.Select(user => (evaluator.Evaluate("f", user).Variant == "a", evaluator.Evaluate("g", user).Variant == "a"));

        foreach (var cells in new[] { percentage, flags })
        {
            Assert.That(cells.CountBy(cell => cell).Sum(cell => Math.Pow(cell.Value - (Ids / 4.0), 2) / (Ids / 4.0)), Is.LessThan(30.7));
        }
    }

    private const string TwoVariants = """ "variants": { "a": { "weight": 1, "value": 7 }, "b": { "weight": 0 } } """;

    [TestCase(""" "default": "split" """, "u", "on 'a': Split")]
    [TestCase(""" "default": "split" """, null, "off: Default/TargetingKeyMissing")]
    [TestCase(""" "rules": { "r": { "serve": "SPLIT" } } """, "u", "on 'a': Split, rule 'r'")]
    [TestCase(""" "rules": { "r": { "serve": "split" } }, "default": "b" """, null, "on 'b': Default/TargetingKeyMissing")]
    [TestCase(""" "rules": { "r": { "serve": "split" }, "s": { "serve": "b" } } """, "", "on 'b': TargetingMatch, rule 's'")]
    [TestCase(""" "rules": { "r": { "users": ["x"], "serve": "split" } } """, null, "off: Default")]
    [TestCase(""" "rules": { "r": { "serve": "split", "percentage": { "of": 100, "by": "tenant" } } } """, null, "on 'a': Split, rule 'r', bucket")]
    [TestCase(""" "rules": { "r": { "serve": "split", "percentage": { "of": 100, "by": "gone" } } } """, "u", "off: Default/TargetingKeyMissing")]
    [TestCase(""" "rules": { "no": { "serve": false }, "r": { "serve": "split" } } """, "u", "off: TargetingMatch, rule 'no'")]
    [TestCase(""" "enabled": false, "default": "split" """, "u", "off: Disabled")]
    public void Decision_OfASplit(string flag, string? user, string expected)
    {
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": { {{TwoVariants}}, {{flag}} } } }""");
        var context = new GrayContext(user) { ["tenant"] = "acme" };

        var decision = evaluator.Evaluate("f", context);

        Assert.That(decision.ToString(), Does.StartWith(expected));
        Assert.That(evaluator.IsEnabled("f", context), Is.EqualTo(decision.Enabled));
        Assert.That(evaluator.Explain("f", context).Decision, Is.EqualTo(decision));
        Assert.That(evaluator.GetValue("f", context, 0), Is.EqualTo(decision.Variant == "a" ? 7 : 0));
    }

    [Test]
    public void Explanation_ShowsWeightsSaltAndChoice()
    {
        using var evaluator = TestEvaluator.Create("""
            { "flags": {
                "F": { "variants": { "blue": { "weight": 0.5 }, "Amber": { "weight": 2 } }, "rules": { "r": { "percentage": 100, "serve": "split" },
                    "s": { "serve": "split" } } },
                "g": { "variants": { "blue": { "weight": 1 } }, "default": "split" } } }
            """);

        var text = evaluator.Explain("F", new GrayContext("user-1")).ToString();
        Assert.That(
            text,
            Does.Contain("rule 'r' serves split: decides").And.Contains("[x] split: Amber 2, blue 0.5, by user, salt 'f:variant'; variant 'Amber'"));
        Assert.That(
            evaluator.Explain("F", GrayContext.Anonymous).ToString(),
            Does.Contain("[ ] split: Amber 2, blue 0.5, by user, salt 'f:variant'; the context has no user, and nobody without one is in a split"));
        Assert.That(
            evaluator.Explain("g", new GrayContext("u")).Summary,
            Is.EqualTo("No rule matched: the flag's default splits, blue 1, by user, salt 'g:variant'."));
        Assert.That(evaluator.Explain("g", new GrayContext("u")).Rules, Is.Empty);
    }

    private static string?[] Answers(IEnumerable<(string Name, double Weight)> variants)
    {
        var entries = variants.Select(variant => string.Create(CultureInfo.InvariantCulture, $"\"{variant.Name}\": {{ \"weight\": {variant.Weight} }}"));
        using var evaluator = TestEvaluator.Create($$"""{ "flags": { "f": { "default": "split", "variants": { {{string.Join(',', entries)}} } } } }""");
        return Array.ConvertAll(Users, user => evaluator.Evaluate("f", user).Variant);
    }
}
