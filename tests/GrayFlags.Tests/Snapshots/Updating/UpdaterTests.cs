using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Updating;

/// <summary>The updater through the public API: what is good goes live, what is not leaves the last good rules serving.</summary>
internal sealed class UpdaterTests
{
    private const string On = """{ "flags": { "f": true } }""";
    private const string Off = """{ "flags": { "f": false } }""";
    private const string Bad = """{ "flags": { "f": 25 } }""";

    [Test]
    public void Set_GoodDocument_IsLiveWhenTheCallReturns()
    {
        var provider = new InMemoryRuleProvider();
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));

        provider.SetJson(On);

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Set_BadDocument_LastGoodServesAndStatusNamesPathAndLine()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var version = evaluator.Status.Version;

        provider.TrySetJson("{\n \"flags\": {\n  \"f\": { \"rules\": { \"r\": { \"percentage\": 101 } } }\n } }");

        var status = evaluator.Status;
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(status.Version, Is.EqualTo(version));
        var problem = status.Problems.Single();
        Assert.That(problem.Path, Is.EqualTo("flags.f.rules.r.percentage"));
        Assert.That(problem.Line, Is.EqualTo(3));
    }

    [Test]
    public void Set_FiftyAlternationsOfBadAndGood_AllGoodOnesAreApplied()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        for (var round = 0; round < 50; round++)
        {
            provider.TrySetJson(Bad);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded), $"round {round}");

            provider.SetJson(round % 2 == 0 ? Off : On);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready), $"round {round}");
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(round % 2 != 0), $"round {round}");
        }
    }

    [Test]
    public void Set_SameContentAgain_PublishesNothing()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        provider.TrySetJson(Bad);
        provider.SetJson(On);

        Assert.That(evaluator.Status.Generation, Is.EqualTo(1));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Merge_LaterProvider_OverridesFlagByFlagAndSegmentBySegment()
    {
        var first = FlagDocument.Parse(
            """{ "segments": { "s": { "users": ["a"] } }, "flags": { "Both": false, "one": true, "member": { "rules": { "r": { "segments": ["s"] } } } } }""");
        var second = FlagDocument.Parse("""{ "segments": { "S": { "users": ["b"] } }, "flags": { "both": true } }""");
        using var evaluator =
            GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(first)).AddProvider(new InMemoryRuleProvider(second)));

        Assert.That(evaluator.IsEnabled("Both"), Is.True);
        Assert.That(evaluator.IsEnabled("one"), Is.True);
        Assert.That(evaluator.IsEnabled("member", new GrayContext("a")), Is.False);
        Assert.That(evaluator.IsEnabled("member", new GrayContext("b")), Is.True);
    }

    [TestCase("""{ "version": 7, "flags": { "a": true } }""", """{ "flags": { "b": true } }""", "7+")]
    [TestCase("""{ "version": 7, "flags": { "a": true } }""", """{ "version": 3, "flags": { "b": true } }""", "")]
    public void Merge_Version_IsADocumentsOwnWhereOnlyOneCounts(string first, string second, string start)
    {
        using var evaluator = GrayEvaluator.Create(builder =>
            builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(first))).AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(second))));

        Assert.That(evaluator.Status.Version, Does.Match($"^{System.Text.RegularExpressions.Regex.Escape(start)}[0-9a-f]{{12}}$"));
    }

    [Test]
    public void Merge_ReferenceThatNobodyDefines_WaitsUntilSomebodyDoes()
    {
        var users = new InMemoryRuleProvider(FlagDocument.Parse(Off), "users");
        var segments = new InMemoryRuleProvider(FlagDocument.Empty, "segments");
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(users).AddProvider(segments));

        users.TrySetJson("""{ "flags": { "f": { "rules": { "r": { "segments": ["staff"] } } } } }""");

        Assert.That(evaluator.IsEnabled("f", new GrayContext("a")), Is.False);
        Assert.That(evaluator.Status.Providers[0].State, Is.EqualTo(ProviderState.Waiting));
        Assert.That(evaluator.Status.Providers[0].Problems.Single().Message, Does.Contain("no segment 'staff'"));

        segments.SetJson("""{ "segments": { "staff": { "users": ["a"] } } }""");

        Assert.That(evaluator.IsEnabled("f", new GrayContext("a")), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Merge_OneWaits_OthersGoOnBeingApplied()
    {
        var broken = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "a": true } }"""), "broken");
        var other = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "b": false } }"""), "other");
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(broken).AddProvider(other));

        broken.TrySetJson("""{ "flags": { "a": { "rules": { "r": { "segments": ["ghost"] } } } } }""");
        other.SetJson("""{ "flags": { "b": true } }""");

        Assert.That(evaluator.IsEnabled("a"), Is.True, "the last good document of the broken provider serves");
        Assert.That(evaluator.IsEnabled("b"), Is.True, "a good document is not held up by one that waits");
        Assert.That(evaluator.Status.Providers.Select(provider => provider.State), Is.EqualTo(new[] { ProviderState.Waiting, ProviderState.Current }));
    }

    [Test]
    public void Off_OfADocumentThatWaits_AddsOnlyAndReplacesOnceItServes()
    {
        var flags = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["a"], "flags": { "a": true, "b": true } }"""), "flags");
        var segments = new InMemoryRuleProvider(FlagDocument.Empty, "segments");
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(flags).AddProvider(segments));

        flags.TrySetJson("""{ "off": ["b"], "flags": { "a": true, "b": true, "c": { "rules": { "r": { "segments": ["staff"] } } } } }""");

        Assert.That(
            (evaluator.IsEnabled("a"), evaluator.IsEnabled("b")),
            Is.EqualTo((false, false)),
            "what serves keeps its kill switch, and what waits adds to it");

        segments.SetJson("""{ "segments": { "staff": { "users": ["u"] } } }""");

        Assert.That((evaluator.IsEnabled("a"), evaluator.IsEnabled("b")), Is.EqualTo((true, false)));
    }

    [Test]
    public void Off_OfARefusedDocument_AppliesAllTheSame()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true, "g": true } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        provider.TrySetJson("""{ "off": ["F"], "flags": { "f": 25, "g": false } }""");

        Assert.That(
            evaluator.Evaluate("f"),
            Has.Property(nameof(GrayDecision.Enabled)).False.And.Property(nameof(GrayDecision.Reason)).EqualTo(DecisionReason.Disabled));
        Assert.That(evaluator.IsEnabled("g"), Is.True, "the rest of the refused document does not apply");
    }

    [Test]
    public void Off_OfADocumentThatCannotBeParsed_StaysAsItWas()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["f"], "flags": { "f": true } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        provider.TrySetJson("{ \"off\": [], ");

        Assert.That(evaluator.IsEnabled("f"), Is.False);
    }

    [Test]
    public void Off_ThatARefusedDocumentNoLongerNames_StaysOffUntilAGoodOneSaysSo()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["f"], "flags": { "f": true } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        provider.TrySetJson("""{ "flags": { "f": true, "g": 25 } }""");
        Assert.That(evaluator.IsEnabled("f"), Is.False, "the entry may be what is broken");

        provider.SetJson("""{ "flags": { "f": true } }""");
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public void Off_IsTheUnionOverProviders()
    {
        var first = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["a"], "flags": { "a": true, "b": true, "c": true } }"""));
        var second = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["b"], "flags": { "a": true } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(first).AddProvider(second));

        Assert.That(new[] { "a", "b", "c" }.Select(evaluator.IsEnabled), Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void Start_InvalidDocument_ThrowsWithEveryProblem()
    {
        var provider = new ScriptedProvider().ThenJson("""{ "flags": { "a": 1, "b": { "rules": [] } } }""");

        var exception = Assert.Throws<GrayDocumentException>(() => GrayEvaluator.Create(builder => builder.AddProvider(provider)));

        Assert.That(exception!.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "flags.a", "flags.b.rules" }));
    }

    [Test]
    public void Start_InvalidDocumentAndStartEmpty_ServesTheOtherProviders()
    {
        var provider = new ScriptedProvider("bad").ThenJson(Bad);
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddGrayFlags(options => options.StartEmptyOnInvalidDocument = true);
            builder.AddProvider(provider).AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "g": true } }""")));
        });

        Assert.That(evaluator.IsEnabled("g"), Is.True);
        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.FlagNotFound));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
    }

    [Test]
    public void Start_UnavailableSource_StartsNotReadyAndRecovers()
    {
        var provider = new ScriptedProvider().Then(LoadResult.Unavailable("no such file")).ThenJson(On);
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(evaluator.Status.Providers[0].Reason, Is.EqualTo("no such file"));

        provider.Fire();

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Load_ThatThrows_IsAnOutcomeAndLoggedOnceInARow()
    {
        var log = new RecordingLoggerFactory();
        var provider =
            new ScriptedProvider().ThenJson(On).Then(() => throw new IOException("S3CR3T")).Then(() => throw new IOException("S3CR3T")).ThenJson(Off);
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(log);
            builder.AddProvider(provider);
        });

        provider.Fire();
        provider.Fire();

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.Providers[0].Reason, Does.Contain(nameof(IOException)).And.Not.Contain("S3CR3T"));
        Assert.That(log.Entries.Count(entry => entry.EventId.Id == 118), Is.EqualTo(1));

        provider.Fire();

        Assert.That(evaluator.IsEnabled("f"), Is.False, "deaf after an exception");
    }

    [Test]
    public void Watch_ThatThrows_StillLoads()
    {
        var provider = new ScriptedProvider { WatchFails = new NotSupportedException() }.ThenJson(On);
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public void Dispose_EvaluatorKeepsAnsweringAndNoLongerFollows()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
        var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        evaluator.Dispose();
        evaluator.Dispose();
        provider.SetJson(Off);

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }
}
