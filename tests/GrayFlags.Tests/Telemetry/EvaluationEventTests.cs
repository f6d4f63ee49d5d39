using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Telemetry;

/// <summary>Answers as events in the log, with the names of OpenTelemetry's conventions.</summary>
public sealed class EvaluationEventTests
{
    private const string Json =
        """{ "version": 3, "flags": { "on": true, "half": { "rules": { "r": { "percentage": 50 } } },"""
        + """ "colour": { "default": "blue", "variants": { "blue": { "value": 1 } } } } }""";

    private readonly InMemoryRuleProvider _rules = new(FlagDocument.Parse(Json));
    private RecordingLoggerFactory _log = null!;

    [SetUp]
    public void SetUp()
    {
        _log = new RecordingLoggerFactory();
        _rules.SetJson(Json);
    }

    [TearDown]
    public void TearDown() => _log.Dispose();

    [Test]
    public void None_ByDefault()
    {
        using var evaluator = Create(_ => { });
        Ask(evaluator, 100);

        Assert.That(Events(), Is.Empty);
    }

    [Test]
    public void Changes_OneForEachUserAndAnswer()
    {
        using var evaluator = Create(options => options.EvaluationEvents = EvaluationEvents.Changes);
        Ask(evaluator, 10);
        Ask(evaluator, 10);
        Assert.That(Events(), Has.Count.EqualTo(10));

        _rules.SetJson("""{ "flags": { "half": true } }""");
        Ask(evaluator, 10);
        Ask(evaluator, 10);
        Assert.That(Events(), Has.Count.EqualTo(20));
    }

    [TestCase(0, 0, 0)]
    [TestCase(0.1, 800, 1_200)]
    [TestCase(1, 10_000, 10_000)]
    public void Sampled_AShareOfAll(double share, int min, int max)
    {
        using var evaluator = Create(options => (options.EvaluationEvents, options.EvaluationSampling) = (EvaluationEvents.Sampled, share));
        Ask(evaluator, 10_000);

        Assert.That(Events().Count, Is.InRange(min, max));
    }

    [Test, Fault("X14")]
    public void Event_HasTheConventionsNames_AndNobodysId()
    {
        using var evaluator = Create(options => options.EvaluationEvents = EvaluationEvents.Changes);
        evaluator.Evaluate("colour", new GrayContext("S3CR3T") { Region = "S3CR3T", ["plan"] = "S3CR3T" });
        evaluator.Evaluate("S3CR3T-flag", GrayContext.Anonymous);
        evaluator.IsEnabled("half", GrayContext.Anonymous);

        var events = Events();
        Assert.That(events, Has.Count.EqualTo(2), "names that no document knows are not written");
        Assert.That(
            events[0],
            Does.StartWith(
                "feature_flag.evaluation feature_flag.key=colour, feature_flag.result.variant=blue, feature_flag.result.reason=default, "
                    + "feature_flag.provider.name=GrayFlags, feature_flag.version=3+"));
        Assert.That(
            events[1],
            Does.Contain("feature_flag.key=half, feature_flag.result.variant=off, feature_flag.result.reason=default").And
                .Contain("error.type=targeting_key_missing"));
        Assert.That(events, Has.None.Contains("S3CR3T").And.None.Contains("context.id"));
    }

    // HMAC-SHA256 of "ana" with a key of 16 zero bytes, its first half: printf %s ana | openssl dgst -sha256
    // -mac HMAC -macopt hexkey:00000000000000000000000000000000
    [Test, Fault("X14")]
    public void Event_WithAKey_HasTheIdHashed()
    {
        using var evaluator = Create(options => (options.EvaluationEvents, options.EvaluationContextIdKey) = (EvaluationEvents.Changes, new byte[16]));
        evaluator.IsEnabled("on", new GrayContext("ana"));

        Assert.That(Events().Single(), Does.EndWith("feature_flag.context.id=aa50888b6abcd3a0d4ca8c203a59c03f"));
    }

    private static void Ask(GrayEvaluator evaluator, int users)
    {
        for (var number = 0; number < users; number++)
        {
            evaluator.IsEnabled("half", new GrayContext($"user-{number}"));
        }
    }

    private GrayEvaluator Create(Action<GrayFlagsOptions> options) => TestEvaluator.Create(_rules, log: _log, options: options);

    private List<string> Events() => [.. _log.Entries.Where(entry => entry.EventId.Name == "feature_flag.evaluation").Select(entry => entry.Message)];
}
