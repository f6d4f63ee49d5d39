using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Conditions of the app's own: compiled with their parameters, asked with the context and the instant, survived when they throw.</summary>
[NonParallelizable]
public sealed class CustomConditionTests
{
    private const string ByPrefix = """{ "flags": { "f": { "rules": { "r": { "custom": { "prefix": { "of": "u-", "minLength": 4 } } } } } } }""";

    private static readonly string[] Teams = ["eu", "us"];

    [TestCase("u-42", ExpectedResult = true)]
    [TestCase("u-4", ExpectedResult = false)]
    [TestCase("x-42", ExpectedResult = false)]
    [TestCase(null, ExpectedResult = false)]
    public bool Rule_WithACondition_MatchesWhereItHolds(string? user)
    {
        using var evaluator = Create(ByPrefix);

        return evaluator.IsEnabled("f", user is null ? GrayContext.Anonymous : new GrayContext(user));
    }

    [Test]
    public void Conditions_Several_AllMustHold_AndExceptIsTheOpposite()
    {
        using var evaluator = Create("""
            { "flags": {
                "all": { "rules": { "r": { "custom": { "prefix": { "of": "u-" }, "evening": true } } } },
                "not": { "rules": { "r": { "except": { "custom": { "EVENING": { } } } } } } } }
            """);
        var (noon, evening) = (evaluator.CreateSnapshot(At(12)), evaluator.CreateSnapshot(At(20)));

        Assert.That(
            (noon.IsEnabled("all", new GrayContext("u-1")), evening.IsEnabled("all", new GrayContext("u-1")), evening.IsEnabled("all", new GrayContext("x"))),
            Is.EqualTo((false, true, false)));
        Assert.That((noon.IsEnabled("not"), evening.IsEnabled("not")), Is.EqualTo((true, false)));
    }

    [Test]
    public void Decision_AndExplanation_NameTheRuleAndTheVerdict()
    {
        using var evaluator = Create(ByPrefix);

        var decision = evaluator.Evaluate("f", new GrayContext("u-42"));
        var condition = evaluator.Explain("f", new GrayContext("x")).Rules[0].Conditions.Single();

        Assert.That((decision.Reason, decision.Rule), Is.EqualTo((DecisionReason.TargetingMatch, "r")));
        Assert.That((condition.Field, condition.Holds), Is.EqualTo(("custom", false)));
        Assert.That(condition.Wanted, Does.StartWith("'prefix' of { \"of\": \"u-\""));
    }

    [Test, Fault("E2")]
    public void Condition_ThatThrows_DoesNotHoldIsLoggedOnceAndCounted()
    {
        using var log = new RecordingLoggerFactory();
        using var evaluator = Create("""{ "flags": { "f": { "default": false, "rules": { "r": { "custom": { "throws": true } } } } } }""", log);

        for (var call = 0; call < 100; call++)
        {
            Assert.That(evaluator.IsEnabled("f", new GrayContext("u")), Is.False);
        }

        Assert.That(log.Entries.Count(entry => entry.Message.Contains("'throws'", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(evaluator.Status.ConditionFailures, Is.EqualTo(100));
        Assert.That(evaluator.Explain("f", new GrayContext("u")).Rules[0].Conditions.Single().Seen, Is.EqualTo("it threw TimeoutException"));
    }

    [TestCase("""{ "prefx": true }""", "flags.f.rules.r.custom.prefx", "there is no registered condition 'prefx'; did you mean 'prefix'?")]
    [TestCase("{ }", "flags.f.rules.r.custom", "")]
    [TestCase("""{ "prefix": true }""", "flags.f.rules.r.custom.prefix.of", "nothing is found where a text is expected")]
    [TestCase("""{ "prefix": { } }""", "flags.f.rules.r.custom.prefix.of", "nothing is found")]
    [TestCase("""{ "prefix": { "of": [1] } }""", "flags.f.rules.r.custom.prefix.of", "'[1]' is found where a text is expected")]
    [TestCase("""{ "prefix": { "of": "u", "minLength": "many" } }""", "flags.f.rules.r.custom.prefix.minLength", "a number is expected")]
    [TestCase("""{ "prefix": { "of": "u", "minLength": 1e999 } }""", "flags.f.rules.r.custom.prefix.minLength", "a number is expected")]
    [TestCase("""{ "prefix": { "of": "u", "minLength": -1 } }""", "flags.f.rules.r.custom.prefix.minLength", "-1 is below 0")]
    [TestCase("""{ "prefix": { "of": "u", "teams": { } } }""", "flags.f.rules.r.custom.prefix.teams", "a list of texts is expected")]
    [TestCase("""{ "prefix": { "of": "u", "teams": [["x"]] } }""", "flags.f.rules.r.custom.prefix.teams", "a list of texts is expected")]
    [TestCase("""{ "prefix": { "of": "u", "strict": "maybe" } }""", "flags.f.rules.r.custom.prefix.strict", "true or false is expected")]
    [TestCase("""{ "prefix": { "of": "u", "minLenght": 1 } }""", "flags.f.rules.r.custom.prefix.minLenght", "did you mean 'minLength'?")]
    [TestCase("""{ "prefix": { "of": "u", "OF": "v" } }""", "flags.f.rules.r.custom.prefix.OF", "given twice")]
    [TestCase("""{ "fails": { } }""", "flags.f.rules.r.custom.fails", "throws InvalidOperationException when it reads")]
    [TestCase("""{ "none": { } }""", "flags.f.rules.r.custom.none", "makes no test")]
    public void Parameters_Wrong_RefuseTheDocument(string custom, string path, string message)
    {
        var problem = Assert.Throws<GrayDocumentException>(
            () => Create($$"""{ "flags": { "f": { "rules": { "r": { "custom": {{custom}} } } } } }""").Dispose())!.Problems.Single();

        Assert.That(problem.Path, Is.EqualTo(path));
        Assert.That(problem.Message, Does.Contain(message).And.Not.Contain("S3CR3T"));
    }

    // Configuration knows texts only, and an empty object is a null there.
    [TestCase("""{ "custom": { "prefix": { "of": "u-", "minLength": 4, "strict": true, "teams": ["eu", "us"] } } }""")]
    [TestCase("""{ "custom": { "Prefix": { "OF": "u-", "minlength": "4", "strict": "True", "teams": "eu, us" } } }""")]
    [TestCase("""{ "custom": { "even": true } }""")]
    [TestCase("""{ "custom": { "even": { } } }""")]
    public void Configuration_CompilesToTheSame(string rule)
    {
        var json = $$"""{ "GrayFlags": { "flags": { "f": { "rules": { "r": {{rule}} } } } } }""";
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
        using var provider = new ServiceCollection().AddGrayFlagsForTest(configuration).BuildServiceProvider();
        using var file = Create($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""");
        var evaluator = provider.GetRequiredService<IGrayEvaluator>();

        foreach (var user in new[] { "u-42", "u-4", "x-421", "u-421" })
        {
            Assert.That(evaluator.IsEnabled("f", new GrayContext(user)), Is.EqualTo(file.IsEnabled("f", new GrayContext(user))), user);
        }
    }

    [Test]
    public void Document_WrittenAndReadAgain_IsTheSame()
    {
        var document = FlagDocument.Parse(
            """{ "flags": { "f": { "rules": { "r": { "custom": { "a": true, "b": { "x": [1, null] }, "c": { } },"""
                + """ "except": { "custom": { "a": { "n": 1 } } } } } } } }""");

        Assert.That(FlagDocument.Parse(document.ToJson()).ToJson(), Is.EqualTo(document.ToJson()).And.Contains("\"c\": {}").And.Contains("\"a\": true"));
    }

    [Test]
    public void AddCondition_ByType_IsASingletonWithItsServices()
    {
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton(Teams);
            builder.AddCondition<TeamCondition>("team").AddCondition<TeamCondition>("team");
            builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "custom": { "Team": true } } } } } }""")));
        });

        Assert.That(evaluator.IsEnabled("f", new GrayContext("u") { ["team"] = "eu" }), Is.True);
        Assert.That(evaluator.IsEnabled("f", new GrayContext("u") { ["team"] = "asia" }), Is.False);
    }

    [Test]
    public void AddCondition_BadOrTakenName_IsRefusedAtOnce()
    {
        var builder = new ServiceCollection().AddGrayFlags().AddCondition<TeamCondition>("team");

        Assert.Throws<ArgumentException>(() => builder.AddCondition("TEAM", new Inline(_ => (_, _) => true)));
        Assert.Throws<ArgumentException>(() => builder.AddCondition("a b", new Inline(_ => (_, _) => true)));
        Assert.Throws<ArgumentException>(() => builder.AddCondition(null!, new Inline(_ => (_, _) => true)));
        Assert.Throws<ArgumentNullException>(() => builder.AddCondition("x", null!));
    }

    [Test]
    public void Answer_OfACustomCondition_AllocatesNothing()
    {
        using var evaluator = Create(ByPrefix);
        var context = new GrayContext("u-42");

        Assert.That(Allocation.Least(10_000, _ => evaluator.IsEnabled("f", context)), Is.Zero);
    }

    private static DateTimeOffset At(int hour) => new(2026, 12, 1, hour, 0, 0, TimeSpan.Zero);

    private static GrayEvaluator Create(string json, ILoggerFactory? log = null) => GrayEvaluator.Create(builder =>
    {
        if (log is not null)
        {
            builder.Services.AddSingleton(log);
        }

        builder.AddConditions().AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(json)));
    });

    private sealed class TeamCondition(string[] teams) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters) => (context, _) => context["team"].AsString() is { } team && teams.Contains(team);
    }

    internal sealed class Inline(Func<GrayConditionParameters, GrayConditionTest> compile) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters) => compile(parameters);
    }
}
