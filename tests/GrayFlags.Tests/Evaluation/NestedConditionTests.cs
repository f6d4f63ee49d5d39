using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;
using GrayFlags.Tests.Compilation;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary><c>any</c>, <c>all</c> and <c>not</c> over objects of conditions.</summary>
public sealed class NestedConditionTests
{
    private static readonly GrayContext Context = new("u-1") { Region = "CN-GD", ["plan"] = "pro" };

    [TestCase("""{ "any": [{ "users": ["x"] }, { "regions": ["CN"] }] }""", true)]
    [TestCase("""{ "any": [{ "users": ["x"] }, { "regions": ["CN"], "when": { "plan": "free" } }] }""", false)]
    [TestCase("""{ "any": [{ "regions": ["CN"] }], "users": ["x"] }""", false)]
    [TestCase("""{ "all": [{ "users": ["u-1"] }, { "regions": ["CN"] }] }""", true)]
    [TestCase("""{ "all": [{ "users": ["u-1"] }, { "regions": ["SE"] }] }""", false)]
    [TestCase("""{ "not": { "regions": ["SE"] } }""", true)]
    [TestCase("""{ "not": { "regions": ["CN"] } }""", false)]
    [TestCase("""{ "not": { "regions": ["CN"], "when": { "plan": "free" } } }""", true)]
    [TestCase("""{ "not": { "regions": ["CN"], "when": { "plan": "pro" } } }""", false)]
    [TestCase("""{ "not": { "any": [{ "regions": ["CN"] }, { "users": [] }] } }""", false)]
    [TestCase("""{ "any": [{ "not": { "not": { "all": [{ "users": ["u-1"] }, { "any": [{ "regions": ["SE", "CN"] }] }] } } }] }""", true)]
    [TestCase("""{ "any": [{ "requires": ["off"] }, { "segments": ["staff"] }] }""", true)]
    [TestCase("""{ "any": [{ "requires": { "off": false } }] }""", true)]
    [TestCase("""{ "except": { "not": { "regions": ["CN"] } } }""", true)]
    [TestCase("""{ "except": { "any": [{ "users": ["u-1"] }] } }""", false)]
    public void Rule_WithNestedConditions_Matches(string rule, bool expected)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""
            { "segments": { "staff": { "users": ["u-1"] } }, "flags": { "off": false, "f": { "rules": { "r": {{rule}} } } } }
            """);

        Assert.That(evaluator.IsEnabled("f", Context), Is.EqualTo(expected));
        Assert.That(evaluator.Explain("f", Context).Decision.Enabled, Is.EqualTo(expected));
    }

    [TestCase("""{ "any": [{ "environments": ["nowhere"] }, { "instances": ["nobody"] }] }""", false)]
    [TestCase("""{ "all": [{ "users": ["u-1"] }, { "environments": ["nowhere"] }] }""", false)]
    [TestCase("""{ "not": { "any": [{ "users": ["x"] }, { "environments": ["Production"] }] } }""", false)]
    [TestCase("""{ "any": [{ "environments": ["nowhere"] }, { "users": ["u-1"] }] }""", true)]
    public void Rule_WhoseConditionsAreDecided_Matches(string rule, bool expected)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""");

        var explained = evaluator.Explain("f", Context).Rules.Single();

        Assert.That(explained.Matches, Is.EqualTo(expected));
    }

    [Test]
    public void Conditions_ThatAreDecided_DecideTheirGroup()
    {
        ConstantCondition holds = new("f", "", "", holds: true), fails = new("f", "", "", holds: false);
        var asked = new NotCondition(new RequiresCondition([]));

        Assert.That(Decided(holds, holds), Is.EqualTo(((bool?)true, (bool?)true)));
        Assert.That(Decided(holds, fails), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That(Decided(holds, asked), Is.EqualTo(((bool?)null, (bool?)true)));
        Assert.That(Decided(fails, asked), Is.EqualTo(((bool?)false, (bool?)null)));
        Assert.That(new NotCondition(holds).Decided, Is.False);
        Assert.That(new NotCondition(fails).Decided, Is.True);
        Assert.That(asked.Decided, Is.Null);
    }

    [Test]
    public void Explanation_ShowsTheStructure()
    {
        using var evaluator = GrayEvaluator.FromJson("""
            { "flags": { "f": { "rules": { "r": { "any": [{ "users": ["x"] }, { "regions": ["CN"], "not": { "when": { "plan": "free" } } }] } } } } }
            """);

        var any = evaluator.Explain("f", Context).Rules.Single().Conditions.Single();

        Assert.That(Shape(any), Is.EqualTo("any+(users-, all+(regions+, not+(when-(when.plan-))))"));
        Assert.That(any.ToString(), Does.StartWith("[x] any: any of these\n  [ ] users: "));
    }

    [Test]
    public void Nesting_AsDeepAsAllowed_IsTaken()
    {
        using var evaluator =
            GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": { {{NestedProblemRows.Deep(DocumentLimits.MaxNesting)}} } } } } }""");

        Assert.That(evaluator.IsEnabled("f", new GrayContext("u")), Is.True);
        Assert.That(evaluator.IsEnabled("f", new GrayContext("v")), Is.False);
    }

    [Test]
    public void BuiltDocument_IsHeldToTheSameRules()
    {
        var deep = new ConditionsDefinition { Users = ["u"] };
        for (var depth = 0; depth < 100; depth++)
        {
            deep = new ConditionsDefinition { Any = [deep] };
        }

        Assert.That(ProblemOf(new() { Any = [deep] }), Does.Contain("any, all and not are nested deeper than 8, the limit MaxNesting"));
        Assert.That(ProblemOf(new() { Not = new() { Percentage = 5 } }), Does.Contain("flags.f.rules.r.not.percentage: a percentage is not allowed"));
        Assert.That(ProblemOf(new() { Any = [null!] }), Does.Contain("cannot be written as JSON"));
        var circle = new List<ConditionsDefinition>();
        circle.Add(new() { Any = circle });
        Assert.That(ProblemOf(new() { Any = circle }), Does.Contain("cannot be written as JSON"));
    }

    [Test]
    public void Conditions_CountAsSteps()
    {
        var few = string.Join(", ", Enumerable.Repeat("""{ "any": [{ "when": { "a": { "contains": "b" } } }] }""", 100));
        var problem = Assert.Throws<GrayDocumentException>(() =>
            CreateLimited($$"""{ "flags": { "f": { "rules": { "r": { "all": [{{few}}] } } } } }"""))!.Problems.Single();

        Assert.That(problem.Message, Does.Contain("the limit MaxEvaluationCost"));
    }

    private static (bool? All, bool? Any) Decided(params Condition[] conditions) =>
        (new AllCondition(conditions).Decided, new AnyCondition(conditions).Decided);

    private static void CreateLimited(string json) => GrayEvaluator.Create(builder =>
    {
        builder.Limit(new DocumentLimits { MaxEvaluationCost = 1_000 });
        builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(json)));
    }).Dispose();

    private static string ProblemOf(RuleDefinition rule)
    {
        var document = new FlagDocument
        {
            Flags = new Dictionary<string, FlagDefinition> { ["f"] = new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = rule } } },
        };
        return Assert.Throws<GrayDocumentException>(
            () => GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(document))).Dispose())!.Problems.Single().ToString();
    }

    private static string Shape(ConditionExplanation condition)
    {
        var parts = condition.Parts.Count == 0 ? "" : $"({string.Join(", ", condition.Parts.Select(Shape))})";
        return condition.Field + (condition.Holds ? "+" : "-") + parts;
    }
}
