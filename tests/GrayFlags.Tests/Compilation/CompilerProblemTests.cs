using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

public sealed class CompilerProblemTests
{
    private static IEnumerable<TestCaseData> Rows => ProblemRows.All.Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Rows)), Fault("D5"), Fault("D6"), Fault("D7"), Fault("D8"), Fault("D9"), Fault("D13"), Fault("D14"), Fault("D15")]
    public void BadDocument_IsRefused_WithPathLineAndMessage(object given)
    {
        var row = (ProblemRow)given;

        var problems = Problems(row.Json);

        Assert.That(problems, Has.Count.EqualTo(1), string.Join('\n', problems));
        Assert.That(problems[0].Path, Is.EqualTo(row.Path));
        Assert.That(problems[0].Line, Is.EqualTo(row.Line));
        Assert.That(problems[0].Message, Does.Contain(row.Message));
    }

    [Test]
    public void Table_HasManyRows_EachOnce()
    {
        Assert.That(ProblemRows.All.Select(row => row.Name), Is.Unique);
        Assert.That(ProblemRows.All.Count(), Is.GreaterThanOrEqualTo(60));
    }

    // DESIGN.md: 1 to 128 letters, digits and marks of any script, '.', '_', '-', '/'.
    [TestCase("a")]
    [TestCase("0")]
    [TestCase("team/new-checkout_v2.1")]
    [TestCase("新结账")]
    [TestCase("𠀀𠀁", TestName = "{m}(CJK beyond the basic plane)")]
    [TestCase("e\u0301", TestName = "{m}(combining acute accent)")]
    [TestCase("ก็", TestName = "{m}(Thai with a mark)")]
    [TestCase("٣", TestName = "{m}(Arabic digit)")]
    [TestCase("party-🎉", TestName = "{m}(pictograph)")]
    [TestCase("__proto__")]
    [TestCase("../x")]
    [TestCase("İı")]
    [TestCase(
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        TestName = "{m}(128 characters)")]
    [Fault("D15")]
    public void GoodName_IsTaken_ByFlagRuleSegmentAndVariant(string name)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""
            { "segments": { "{{name}}": { "users": ["u"] } },
              "flags": { "{{name}}": { "variants": { "{{name}}": { "value": 1 } },
                  "rules": { "{{name}}": { "segments": ["{{name}}"], "serve": "{{name}}" } } } } }
            """);

        var decision = evaluator.Evaluate(name, new GrayContext("u"));

        Assert.That((decision.Enabled, decision.Rule, decision.Variant), Is.EqualTo((true, name, name)));
    }

    // NFC and NFD spell one name in two ways; names are not normalised (FAULTS.md, D15), so both may stand side by side.
    [Test, Fault("D15")]
    public void Names_NfcAndNfd_AreTwo()
    {
        using var evaluator = GrayEvaluator.FromJson("{ \"flags\": { \"\u00e9\": true, \"e\u0301\": false } }");

        Assert.That(evaluator.IsEnabled("\u00e9", GrayContext.Anonymous), Is.True);
        Assert.That(evaluator.IsEnabled("e\u0301", GrayContext.Anonymous), Is.False);
    }

    [Test]
    public void SeveralProblems_AllAreReported_InOneGo()
    {
        var problems = Problems("""
            { "segments": { "staff": { "regions": ["C N"] }, "loop": { "segments": ["loop"] } },
              "flags": {
                "a b": true,
                "f": { },
                "g": { "default": "blue", "rules": {
                  "x y": { "percentage": 101, "segments": ["stafff"], "serve": "green", "except": { } } } } } }
            """);

        Assert.That(problems.Select(problem => (problem.Path, problem.Line)), Is.EquivalentTo(new (string, int?)[]
        {
            ("segments.staff.regions", 1),
            ("segments.loop.segments", 1),
            ("flags.a b", 3),
            ("flags.f", 4),
            ("flags.g.default", 5),
            ("flags.g.rules.x y", 6),
            ("flags.g.rules.x y.percentage", 6),
            ("flags.g.rules.x y.segments", 6),
            ("flags.g.rules.x y.serve", 6),
            ("flags.g.rules.x y.except", 6),
        }));
    }

    private static IReadOnlyList<DocumentProblem> Problems(string json) =>
        Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson(json).Dispose())!.Problems;
}
