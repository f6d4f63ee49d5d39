using System.Diagnostics.Metrics;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Telemetry;

/// <summary>What a listener of the meter sees, and what it costs.</summary>
[NonParallelizable]
public sealed class MetricsTests
{
    private const string Json = """
        { "flags": {
            "on": true, "off": false,
            "half": { "rules": { "r": { "percentage": 50 } } },
            "staff": { "rules": { "r": { "users": ["ana"] } } },
            "text": { "default": "v", "variants": { "v": { "value": "x" } } } } }
        """;

    private ServiceProvider _services = null!;
    private InMemoryRuleProvider _rules = null!;
    private ManualTimeProvider _clock = null!;
    private IGrayEvaluator _evaluator = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new ManualTimeProvider();
        _rules = new InMemoryRuleProvider(FlagDocument.Parse(Json));
        var services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_clock);
        services.AddGrayFlags().AddConditions().AddProvider(_rules);
        _services = services.BuildServiceProvider();
        _evaluator = _services.GetRequiredService<IGrayEvaluator>();
    }

    [TearDown]
    public void TearDown() => _services.Dispose();

    [Test]
    public void Evaluations_AreCountedByFlagReasonAndAnswer()
    {
        using var meter = Listen();
        for (var number = 0; number < 1_000; number++)
        {
            var context = new GrayContext($"user-{number}");
            _evaluator.IsEnabled("half", context);
            _evaluator.Evaluate("on", context);
            _evaluator.GetFlag("staff").IsEnabled(context);
        }

        _evaluator.IsEnabled("staff", new GrayContext("ana"));
        _evaluator.IsEnabled("half");
        _evaluator.GetValue("text", 7);

        var read = meter.Read("grayflags.evaluations");
        Assert.That(read[Tags("on", "static", true)], Is.EqualTo(1_000));
        Assert.That(read[Tags("staff", "targeting_match", true)], Is.EqualTo(1));
        Assert.That(read[Tags("staff", "default", false)], Is.EqualTo(1_000));
        Assert.That(read[Tags("half", "split", true)] + read[Tags("half", "default", false)], Is.EqualTo(1_000));
        Assert.That(read[Tags("half", "split", true)], Is.InRange(400, 600));
        Assert.That(read[Tags("half", "default", false) + " error.type=targeting_key_missing"], Is.EqualTo(1));
        Assert.That(read[Tags("text", "error", true) + " error.type=type_mismatch"], Is.EqualTo(1));
        Assert.That(read, Has.Count.EqualTo(7));
    }

    [Test]
    public void Evaluations_BeforeAnybodyListens_AreNotCounted_AndGoOnOverReloads()
    {
        _evaluator.IsEnabled("on");
        using var meter = Listen();
        _evaluator.IsEnabled("on");
        _rules.SetJson("""{ "flags": { "on": true, "new": true } }""");
        _evaluator.IsEnabled("on");
        _evaluator.CreateSnapshot().IsEnabled("on");

        Assert.That(meter.Read("grayflags.evaluations"), Is.EqualTo(new Dictionary<string, double> { [Tags("on", "static", true)] = 3 }));
    }

    [Test, Fault("B3"), Fault("X15")]
    public void Series_AreBounded_WhateverIsAskedFor()
    {
        using var meter = Listen();
        for (var number = 0; number < 10_000; number++)
        {
            _evaluator.IsEnabled($"unknown-{number}", new GrayContext($"S3CR3T-{number}"));
        }

        Assert.That(
            meter.Read("grayflags.evaluations"),
            Is.EqualTo(new Dictionary<string, double> { [Tags("_other", "error", false) + " error.type=flag_not_found"] = 10_000 }));
        Assert.That(meter.Read("grayflags.unknown_flags").Values.Single(), Is.EqualTo(10_000));
        Assert.That(meter.Everything(), Has.None.Contains("S3CR3T").And.None.Contains("unknown-"));
    }

    [Fault("R10")]
    [Test]
    public void UnreadableAttributes_AreCounted_WithoutWhatTheyAre()
    {
        _rules.SetJson(
            """{ "flags": { "old": { "rules": { "r": { "when": { "app": { "semver": "<2" } } } } },"""
                + """ "deny": { "rules": { "r": { "when": { "app": { "semver": "<2" } }, "serve": false }, "s": { } } } } }""");
        using var meter = Listen();
        var context = new GrayContext("u") { ["app"] = "S3CR3T" };
        for (var call = 0; call < 10; call++)
        {
            _evaluator.IsEnabled("old", context);
            _evaluator.Evaluate("deny", context);
        }

        var read = meter.Read("grayflags.evaluations");
        Assert.That(read[Tags("old", "default", false) + " error.type=invalid_context"], Is.EqualTo(10));
        Assert.That(read[Tags("deny", "targeting_match", true) + " error.type=invalid_context"], Is.EqualTo(10));
        Assert.That(meter.Read("grayflags.unreadable_attributes").Values.Single(), Is.EqualTo(20));
        Assert.That(meter.Everything(), Has.None.Contains("S3CR3T").And.None.Contains("app"));
    }

    [Test]
    public void State_OfTheRules_IsRead()
    {
        using var meter = Listen();
        _clock.Advance(TimeSpan.FromSeconds(90));
        _rules.TrySetJson("{ no document");
        _rules.SetJson("""{ "flags": { "f": { "rules": { "r": { "custom": { "throws": true } } } } } }""");
        _evaluator.IsEnabled("f");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(One("grayflags.rules.reloads"), Is.EqualTo(2));
        Assert.That(One("grayflags.provider.failures"), Is.EqualTo(1));
        Assert.That(One("grayflags.rules.age"), Is.EqualTo(5));
        Assert.That(One("grayflags.flags"), Is.EqualTo(1));
        Assert.That(One("grayflags.ready"), Is.EqualTo(2));
        Assert.That(One("grayflags.condition_failures"), Is.EqualTo(1));

        _rules.TrySetJson("{ no document");
        Assert.That(One("grayflags.ready"), Is.EqualTo(1));

        double One(string name) => meter.Read(name).Values.Single();
    }

    [Test]
    public void Answer_WhileSomebodyListens_AllocatesNothing()
    {
        using var meter = Listen();
        var context = new GrayContext("user-1");
        var flag = _evaluator.GetFlag("half");

        Assert.That(Allocation.Least(10_000, _ => _evaluator.IsEnabled("half", context)), Is.Zero);
        Assert.That(Allocation.Least(10_000, _ => flag.Evaluate(context)), Is.Zero);
        Assert.That(Allocation.Least(10_000, _ => _evaluator.GetValue("text", "")), Is.Zero);
    }

    [Test]
    public void Counts_OfThreadsAtOnce_AreAllThere()
    {
        using var meter = Listen();
        Parallel.For(0, 8, _ =>
        {
            for (var call = 0; call < 10_000; call++)
            {
                _evaluator.IsEnabled("on");
            }
        });

        Assert.That(meter.Read("grayflags.evaluations").Values.Single(), Is.EqualTo(80_000));
    }

    [Test]
    public void Evaluator_WithoutAHost_HasItsOwnMeter_UntilItIsDisposed()
    {
        Meter? own = null;
        using var listener = new MeterListener
        {
            InstrumentPublished =
                (instrument, _) => own = instrument is { Name: "grayflags.evaluations", Meter: { Name: "GrayFlags", Scope: null } meter } ? meter : own,
        };
        listener.Start();
        var evaluator = TestEvaluator.Create(Json);
        var meter = own;
        using var reader = new MeterReader(each => ReferenceEquals(each, meter));
        evaluator.IsEnabled("on");

        Assert.That(reader.Read("grayflags.evaluations").Values.Single(), Is.EqualTo(1));
        evaluator.Dispose();
        Assert.That(reader.Everything(), Is.Empty);
        Assert.That(evaluator.IsEnabled("on"), Is.True);
    }

    private static string Tags(string flag, string reason, bool enabled) =>
        $"feature_flag.key={flag} feature_flag.result.reason={reason} grayflags.enabled={enabled}";

    private MeterReader Listen()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        return new MeterReader(meter => ReferenceEquals(meter.Scope, factory));
    }
}
