using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Compilation;

/// <summary>Documents built in code are held to the rules of those read from JSON, and can break some that a reader never lets through.</summary>
public sealed class BuiltDocumentTests
{
    private static readonly MembershipDefinition Someone = new() { Users = ["u"] };

    private static IEnumerable<TestCaseData> Twice()
    {
        yield return new TestCaseData(
            new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { ["checkout"] = true, ["Checkout"] = false } },
            "flags.Checkout").SetArgDisplayNames("flag");
        yield return new TestCaseData(
            new FlagDocument { Segments = new Dictionary<string, SegmentDefinition> { ["s"] = new() { Users = ["u"] }, ["S"] = new() { Users = ["v"] } } },
            "segments.S").SetArgDisplayNames("segment");
        yield return new TestCaseData(
            Flag(new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new(), ["R"] = new() { Serve = false } } }),
            "flags.f.rules.R").SetArgDisplayNames("rule");
        yield return new TestCaseData(
            Flag(new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() { Enabled = false }, ["R"] = new() } }),
            "flags.f.rules.R").SetArgDisplayNames("rule beside one that is switched off");
        yield return new TestCaseData(
            Flag(new() { Default = true, Variants = new Dictionary<string, VariantDefinition> { ["v"] = new(), ["V"] = new() } }),
            "flags.f.variants.V").SetArgDisplayNames("variant");
        yield return new TestCaseData(
            Rule(new() { When = new Dictionary<string, AttributeDefinition> { ["a"] = new() { Eq = "x" }, ["A"] = new() { Eq = "x" } } }),
            "flags.f.rules.r.when.A").SetArgDisplayNames("attribute");
    }

    [Test]
    public void Segment_WithAConditionOfARule_IsRefused()
    {
        var window = new WindowDefinition { TimeZone = "UTC", Recurrence = new RecurrenceDefinition { From = new TimeOnly(9, 0) } };
        var inHours = new ConditionsDefinition { Users = ["u"], Window = window };
        var document = new FlagDocument { Segments = new Dictionary<string, SegmentDefinition> { ["s"] = new() { Users = ["u"], Except = inHours } } };

        Assert.That(Problems(document).Select(problem => problem.Path), Does.Contain("segments.s.except.window"));
    }

    [TestCaseSource(nameof(Twice)), Fault("D15")]
    public void Name_GivenTwiceIgnoringCase_IsRefused(FlagDocument document, string path)
    {
        var problem = Problems(document).Single();

        Assert.That(problem.Path, Is.EqualTo(path));
        Assert.That(problem.Message, Does.Contain("is given twice (names ignore case)"));
        Assert.That(problem.Line, Is.Null);
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return new TestCaseData(
            Flag(new() { Static = true, Rules = new Dictionary<string, RuleDefinition> { ["r"] = new() } }), "flags.f",
            "either on or off for everyone, or has rules").SetArgDisplayNames("short form with rules");
        yield return new TestCaseData(Flag(null!), "", "cannot be written as JSON").SetArgDisplayNames("null flag");
        yield return new TestCaseData(Rule(new() { Percentage = -1m }), "flags.f.rules.r.percentage", "-1 is not a percentage")
            .SetArgDisplayNames("percentage -1");
        yield return new TestCaseData(Rule(new() { Percentage = decimal.MaxValue }), "flags.f.rules.r.percentage", "is not a percentage")
            .SetArgDisplayNames("largest percentage");
        yield return new TestCaseData(
            Rule(new() { Percentage = new PercentageDefinition { Of = 0.0005m, From = 1 } }), "flags.f.rules.r.percentage.of",
            "0.0005 is not a percentage").SetArgDisplayNames("of 0.0005");
        yield return new TestCaseData(
            Rule(new() { Percentage = new PercentageDefinition { Of = 60, From = 60 } }), "flags.f.rules.r.percentage.from",
            "from 60 and of 60 end beyond 100").SetArgDisplayNames("beyond 100");
        yield return new TestCaseData(
            Rule(new() { Percentage = new PercentageDefinition { Of = 60, Salt = "" } }), "flags.f.rules.r.percentage.salt",
            "a salt may not be empty").SetArgDisplayNames("salt");
        yield return new TestCaseData(Rule(new() { Users = ["u", null!] }), "flags.f.rules.r.users", "an empty text can be nobody's entry")
            .SetArgDisplayNames("null user");
        yield return new TestCaseData(Rule(new() { Regions = ["CN", null!] }), "flags.f.rules.r.regions", "'' is not a region")
            .SetArgDisplayNames("null region");
        yield return new TestCaseData(Rule(new() { Segments = [null!] }), "flags.f.rules.r.segments", "there is no segment ''")
            .SetArgDisplayNames("null segment");
        yield return new TestCaseData(
            Rule(new() { Window = new WindowDefinition { Start = DateTimeOffset.MaxValue, End = DateTimeOffset.MaxValue } }), "flags.f.rules.r.window",
            "is not before end").SetArgDisplayNames("window of nothing");
        yield return new TestCaseData(When("a", new() { In = ["x", null!] }), "flags.f.rules.r.when.a.in", "a literal is null")
            .SetArgDisplayNames("null literal");
        yield return new TestCaseData(When("a", new() { Cidr = [null!] }), "flags.f.rules.r.when.a.cidr", "a literal is null")
            .SetArgDisplayNames("null network");
        yield return new TestCaseData(When("a", new() { Matches = [null!] }), "flags.f.rules.r.when.a.matches", "a literal is null")
            .SetArgDisplayNames("null pattern");
        yield return new TestCaseData(When("a", new() { Contains = [null!] }), "flags.f.rules.r.when.a.contains", "a literal is null")
            .SetArgDisplayNames("null part");
        yield return new TestCaseData(When("a", null!), "", "cannot be written as JSON").SetArgDisplayNames("null attribute");
        yield return new TestCaseData(When("a", new()), "flags.f.rules.r.when.a", "there is no operator here")
            .SetArgDisplayNames("attribute without operators");
        yield return new TestCaseData(
            Recurrence(new() { From = new(9, 0), Interval = 0 }), "flags.f.rules.r.window.recurrence.interval",
            "0 is not allowed; a whole number from 1 to 1000 is").SetArgDisplayNames("interval 0");
        yield return new TestCaseData(
            Recurrence(new() { From = new(9, 0), Interval = 1001 }), "flags.f.rules.r.window.recurrence.interval",
            "1001 is not allowed").SetArgDisplayNames("interval 1001");
        yield return new TestCaseData(Recurrence(new() { From = new(9, 0), Count = 0 }), "flags.f.rules.r.window.recurrence.count", "0 is not allowed")
            .SetArgDisplayNames("count 0");
        yield return new TestCaseData(Recurrence(new() { Days = [(DayOfWeek)7] }), "flags.f.rules.r.window.recurrence.days", "7 is not a day of the week")
            .SetArgDisplayNames("eighth day");
        yield return new TestCaseData(
            Recurrence(new() { From = new(9, 0), FirstDayOfWeek = (DayOfWeek)(-1) }), "flags.f.rules.r.window.recurrence.firstDayOfWeek",
            "-1 is not a day of the week").SetArgDisplayNames("first day");
        yield return new TestCaseData(
            Recurrence(new() { From = new(9, 0), Every = (RecurrencePeriod)3 }), "flags.f.rules.r.window.recurrence.every",
            "3 is found where day, week or month is expected").SetArgDisplayNames("period");
        yield return new TestCaseData(
            Rule(new() { Percentage = new PercentageDefinition { Of = 1, Ramp = [new() { Of = 1 }] } }), "flags.f.rules.r.percentage.ramp",
            "of and ramp both say").SetArgDisplayNames("of and ramp");
        yield return new TestCaseData(
            Rule(new() { Percentage = new PercentageDefinition { Shape = (RampShape)2, Ramp = [new() { Of = 1 }] } }), "flags.f.rules.r.percentage.shape",
            "2 is found where steps or linear is expected").SetArgDisplayNames("shape");
        yield return new TestCaseData(
            Rule(new() { Window = new WindowDefinition { Start = default(WindowEdgeDefinition) } }), "flags.f.rules.r.window.start",
            "'0001-01-01T00:00:00' has no offset").SetArgDisplayNames("default edge");
        yield return new TestCaseData(
            new FlagDocument { Version = long.MaxValue }, "version",
            "9223372036854775807 is not allowed; a whole number from 0 to 4000000000000000000 is").SetArgDisplayNames("version");
        yield return new TestCaseData(new FlagDocument { Version = -1 }, "version", "-1 is not allowed").SetArgDisplayNames("negative version");
        yield return new TestCaseData(new FlagDocument { SchemaVersion = 2 }, "schemaVersion", "2 is not a schema version")
            .SetArgDisplayNames("schema version");
        yield return new TestCaseData(
            new FlagDocument { Segments = new Dictionary<string, SegmentDefinition> { ["s"] = new() { Except = Someone } } }, "segments.s",
            "the segment says nothing").SetArgDisplayNames("segment of an except");
        yield return new TestCaseData(
            Flag(new() { Variants = new Dictionary<string, VariantDefinition> { ["a"] = new() }, Default = ServeDefinition.FromVariant("split") }),
            "flags.f.default", "there is no variant 'split'").SetArgDisplayNames("split");
    }

    [TestCaseSource(nameof(Bad)), Fault("D6")]
    public void BadDocument_IsRefused_WithPathAndMessage(FlagDocument document, string path, string message)
    {
        var problem = Problems(document).Single();

        Assert.That(problem.Path, Is.EqualTo(path));
        Assert.That(problem.Message, Does.Contain(message));
    }

    [Test]
    public void NullNameInOff_IsPassedOver()
    {
        using var evaluator = Create(new FlagDocument { Off = [null!, "f"], Flags = new Dictionary<string, FlagDefinition> { ["f"] = true } });

        Assert.That(evaluator.Evaluate("f", null).Reason, Is.EqualTo(DecisionReason.Disabled));
        Assert.That(evaluator.Status.Warnings, Is.Empty);
    }

    [Test]
    public void VariantValue_Undefined_CountsAsNone()
    {
        using var evaluator = Create(Flag(new()
        {
            Default = ServeDefinition.FromVariant("a"),
            Variants = new Dictionary<string, VariantDefinition> { ["a"] = new() { Value = default(JsonElement) } },
        }));

        evaluator.GetValue("f", null, JsonElement.Parse("7"), out var decision);

        Assert.That(decision.Error, Is.EqualTo(DecisionError.TypeMismatch));
    }

    private static FlagDocument Flag(FlagDefinition flag) => new() { Flags = new Dictionary<string, FlagDefinition> { ["f"] = flag } };

    private static FlagDocument When(string name, AttributeDefinition attribute) =>
        Rule(new() { When = new Dictionary<string, AttributeDefinition> { [name] = attribute } });

    private static FlagDocument Rule(RuleDefinition rule) => Flag(new() { Rules = new Dictionary<string, RuleDefinition> { ["r"] = rule } });

    private static FlagDocument Recurrence(RecurrenceDefinition recurrence) =>
        Rule(new() { Window = new WindowDefinition { Start = DateTimeOffset.UnixEpoch, TimeZone = "UTC", Recurrence = recurrence } });

    private static IReadOnlyList<DocumentProblem> Problems(FlagDocument document) =>
        Assert.Throws<GrayDocumentException>(() => Create(document).Dispose())!.Problems;

    private static GrayEvaluator Create(FlagDocument document) => GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(document)));
}
