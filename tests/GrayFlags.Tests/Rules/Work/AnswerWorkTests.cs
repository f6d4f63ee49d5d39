using System.Text;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Work;

/// <summary>
/// What one answer may be made to do: a budget over everything that it leads to, and no text of a context that costs more than the operators' own texts.
/// </summary>
[Fault("R1")]
public sealed class AnswerWorkTests
{
    private static IEnumerable<TestCaseData> TooMuch()
    {
        // By the tables of EvaluationCost: what one of them costs, times how often it may be asked, is above 250,000.
        yield return Kind(
            "rules over segments on twelve levels", WithRules(Many(100, i => $"\"r{i}\":{{\"segments\":[\"s11-0\",\"s11-1\"]}}"), Levels(12)), "flags.f");
        yield return Kind(
            "a segment of patterns",
            WithRules("\"r\":{\"segments\":[\"s\"]}", $"\"segments\":{{\"s\":{{\"when\":{{{Many(130, i => $"\"a{i}\":{{\"matches\":\"abc\"}}")}}}}}}},"),
            "segments.s");
        yield return Kind("required flags with many rules", Required(), "flags.a5-0", "flags.a5-1");
        yield return Kind("texts that are sought", WithRules($"\"r\":{{\"when\":{{\"t\":{{\"contains\":[{Many(2_000, i => $"\"x{i}\"")}]}}}}}}"), "flags.f");
        yield return Kind(
            "long texts that are sought", WithRules(Many(60, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"contains\":\"{new string('a', 2_000)}{i}\"}}}}}}")),
            "flags.f");
        yield return Kind("one pattern in many rules", WithRules(Many(200, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"abc\"}}}}}}")), "flags.f");
        yield return Kind(
            "an audience",
            $$"""{ "flags": { "f": { "rollout": { "audience": { "when": { "t": { "contains": [{{Many(2_000, i => $"\"x{i}\"")}}] } } },"""
                + """ "stages": [{ "name": "all", "percentage": 100 }] } } } }""",
            "flags.f");
        yield return Kind(
            "exceptions", WithRules($"\"r\":{{\"except\":{{\"when\":{{\"t\":{{\"contains\":[{Many(2_000, i => $"\"x{i}\"")}]}}}}}}}}"), "flags.f");
        yield return Kind(
            "rules of another environment",
            WithRules($"\"r\":{{\"environments\":[\"elsewhere\"],\"when\":{{\"t\":{{\"contains\":[{Many(2_000, i => $"\"x{i}\"")}]}}}}}}"), "flags.f");
    }

    [TestCaseSource(nameof(TooMuch))]
    public void Answer_OfTooManySteps_IsRefused_WhereTheyAreFirstTooMany(string json, string[] paths)
    {
        var problems =
            RuleSetCompiler.Compile(FlagDocument.Parse(json), [], new() { Limits = new DocumentLimits { MaxEvaluationCost = 250_000 } }, "").Problems;

        Assert.That(problems.Select(problem => problem.Path), Is.EqualTo(paths));
        Assert.That(
            problems.Select(problem => problem.Message),
            Has.All.Match("^one answer of the (flag|segment) may take \\d+ steps, .* is more than 250000, the limit MaxEvaluationCost$"));
    }

    // A flag is 1, a rule 1, and each of these conditions as much as EvaluationCost says.
    [TestCase("\"users\":[\"u\"]", 3)]
    [TestCase("\"percentage\":50", 4)]
    [TestCase("\"regions\":[\"CN\"]", 18)]
    [TestCase("\"users\":[\"u\"],\"regions\":[\"CN\"],\"percentage\":50", 21)]
    [TestCase("\"when\":{\"a\":1}", 5)]
    [TestCase("\"when\":{\"a\":[1,2,3]}", 7)]
    [TestCase("\"when\":{\"a\":[1,2,3,4,5,6,7,8,9,10]}", 6)]
    [TestCase("\"when\":{\"a\":{\"contains\":\"x\"}}", 173)]
    [TestCase("\"when\":{\"a\":{\"startsWith\":[\"x\",\"y\"]}}", 6)]
    [TestCase("\"when\":{\"a\":{\"matches\":\"x\"}}", 2_053)]
    [TestCase("\"segments\":[\"s\"]", 6)]
    [TestCase("\"segments\":[\"s\",\"t\"]", 14)]
    [TestCase("\"requires\":[\"g\"]", 7)]
    public void Steps_AreAddedUp(string rule, int steps)
    {
        // Only where they are needed: a segment has steps of its own.
        var segments = rule.Contains("segments", StringComparison.Ordinal)
            ? "\"s\": { \"users\": [\"u\"] }" + (steps > 6 ? ", \"t\": { \"users\": [\"u\"], \"segments\": [\"s\"] }" : "")
            : "";
        var document = FlagDocument.Parse($$"""{ "segments": { {{segments}} }, "flags": { "g": true, "f": { "rules": { "r": { {{rule}} } } } } }""");
        IReadOnlyList<DocumentProblem> Problems(int limit) =>
            RuleSetCompiler.Compile(document, [], new() { Limits = new DocumentLimits { MaxEvaluationCost = limit } }, "").Problems;

        Assert.That(Problems(steps), Is.Empty);
        Assert.That(Problems(steps - 1).Select(problem => problem.Path), Is.EqualTo(new[] { "flags.f" }));
    }

    [Test]
    public void LargeDocument_ThatIsSane_IsTaken()
    {
        const string When = "\"when\":{\"plan\":[\"pro\"],\"email\":{\"endsWith\":\"@example.com\"}}";
        var rules = Many(50, i => $"\"r{i}\":{{\"segments\":[\"many\"],\"regions\":[\"CN\",\"DE\"],{When},\"percentage\":10}}");
        var json =
            $$"""{ "segments": { "many": { "users": [{{Many(100_000, i => $"\"u{i}\"")}}] } }, "flags": { "f": { "rules": { {{rules}} } },"""
            + $$""" {{Many(9_999, i => $"\"f{i}\":{{\"rules\":{{\"r\":{{\"segments\":[\"many\"],\"percentage\":5}}}}}}")}} } }""";

        Assert.That(DocumentWorkTests.Load(Encoding.UTF8.GetBytes(json)), Is.Empty);
    }

    // What is searched has a longest text; what is compared goes by the texts of the document, however long the context's is.
    [TestCase("contains", 4_096, true)]
    [TestCase("contains", 4_097, false)]
    [TestCase("startsWith", 1_000_000, true)]
    [TestCase("endsWith", 1_000_000, true)]
    public void Text_LongerThanTheLimit_IsNotSearched(string @operator, int length, bool matches)
    {
        using var evaluator = GrayEvaluator.FromJson(WithRules($"\"r\":{{\"when\":{{\"t\":{{\"{@operator}\":\"aa\"}}}}}}"));

        Assert.That(evaluator.IsEnabled("f", new GrayContext { ["t"] = new string('a', length) }), Is.EqualTo(matches));
    }

    [TestCase("[\"x\",\"y\"]")]
    [TestCase("[1,2,3,4,5,6,7,8,9,10]")]
    public void Text_LongerThanAnyLiteral_IsNotEqual(string literals)
    {
        using var evaluator = GrayEvaluator.FromJson(WithRules($"\"r\":{{\"when\":{{\"t\":{{\"notIn\":{literals}}}}}}}"));

        Assert.That(evaluator.IsEnabled("f", new GrayContext { ["t"] = new string('1', 1_000_000) }), Is.True);
        Assert.That(evaluator.IsEnabled("f", new GrayContext { ["t"] = literals[1] == '1' ? "1" : "x" }), Is.False);
    }

    private static TestCaseData Kind(string name, string json, params string[] paths) => new TestCaseData(json, paths).SetArgDisplayNames(name);

    private static string WithRules(string rules, string before = "") => $$"""{ {{before}} "flags": { "f": { "rules": { {{rules}} } } } }""";

    private static string Levels(int levels)
    {
        static string Below(int level) => level == 0 ? "" : $",\"segments\":[\"s{level - 1}-0\",\"s{level - 1}-1\"]";

        return $"\"segments\":{{{Many(2 * levels, i => $"\"s{i / 2}-{i % 2}\":{{\"users\":[\"x\"]{Below(i / 2)}}}")}}},";
    }

    // Two flags on each of levels 1 to 10 lead to two of 5,000 rules each: too many on level 5, and not told again above it.
    private static string Required()
    {
        var levels = Many(20, i => $"\"a{1 + (i / 2)}-{i % 2}\":{{\"rules\":{{\"r\":{{\"requires\":[\"a{2 + (i / 2)}-0\",\"a{2 + (i / 2)}-1\"]}}}}}}");
        var rules = Many(3_000, i => $"\"r{i}\":{{\"users\":[\"x\"]}}");
        return $$"""{ "flags": { {{levels}}, {{Many(2, k => $"\"a11-{k}\":{{\"rules\":{{{rules}}}}}")}} } }""";
    }

    private static string Many(int count, Func<int, string> entry) => DocumentWorkTests.Many(count, entry);
}
