using System.Text;
using GrayFlags.Documents;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>The last known good document: a source that is away at the start, or brings nothing good, does not keep a program from its rules.</summary>
internal sealed class LastKnownGoodTests
{
    private const string Good = """{ "version": 5, "off": ["killed"], "flags": { "f": true, "killed": true } }""";
    private const string Bad = """{ "version": 6, "flags": { "f": 25 } }""";
    private const string Dangling = """{ "version": 6, "off": ["killed"], "flags": { "f": { "rules": { "r": { "segments": ["ghost"] } } } } }""";
    private const int Serves = 144;
    private const int Unreadable = 242;
    private const int Damaged = 243;

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    [Fault("L1")]
    public void Start_NothingSavedAndSourceAway_IsNotReady()
    {
        var evaluator = _rig.Start(Away());

        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        Assert.That(evaluator.Status.Providers.Single().SavedAt, Is.Null);
        Assert.That(_rig.Logged(Serves), Is.Empty);
    }

    [Test]
    [Fault("L2")]
    public async Task Start_SavedAndSourceAway_IsReadyAtOnceWithItsKillSwitch()
    {
        var savedAt = Save(Good);

        var evaluator = _rig.Start(Away());

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.IsEnabled("killed"), Is.False);
        Assert.That(await evaluator.WaitForReadyAsync(TimeSpan.Zero), Is.True);
        var status = evaluator.Status;
        Assert.That(status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(status.Providers.Single().State, Is.EqualTo(ProviderState.Unavailable));
        Assert.That(status.Providers.Single().SavedAt, Is.EqualTo(savedAt));
        Assert.That(status.Providers.Single().DocumentVersion, Is.EqualTo(5));
        Assert.That(_rig.Logged(Serves).Single().Message, Does.Contain("source"));
    }

    [Test]
    [Fault("L2")]
    public void Start_SourceAwayOverTwoRestarts_TheTimeOfSavingStays()
    {
        var savedAt = Save(Good);

        _rig.Start(Away());

        Assert.That(_rig.Start(Away()).Status.Providers.Single().SavedAt, Is.EqualTo(savedAt));
    }

    [Test]
    [Fault("L2")]
    public async Task Host_SavedAndSourceNeverAnswers_StartsWithoutWaiting()
    {
        Save(Good);
        _rig.Stop();
        var answer = new TaskCompletionSource<LoadResult>();
        _rig.Configure = options => options.StartupTimeout = TimeSpan.FromMinutes(10);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        _rig.Add(builder.Services, Answering(answer));
        using var host = builder.Build();

        // The clock stands still: had it waited, it would wait for ever.
        await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));

        var evaluator = host.Services.GetRequiredService<GrayEvaluator>();
        Assert.That(answer.Task.IsCompleted, Is.False);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.IsEnabled("killed"), Is.False);
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Loading));
        await host.StopAsync();
    }

    [Test]
    public async Task Host_NothingSavedAndSourceNeverAnswers_WaitsForTheTimeout()
    {
        _rig.Configure = options => options.StartupTimeout = TimeSpan.FromMinutes(1);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        _rig.Add(builder.Services, Answering(new TaskCompletionSource<LoadResult>()));
        using var host = builder.Build();

        var start = host.StartAsync();
        Assert.That(start.IsCompleted, Is.False);
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await start.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(host.Services.GetRequiredService<GrayEvaluator>().Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        await host.StopAsync();
    }

    [Test]
    public void Load_NewDocumentAfterTheSavedOne_ReplacesItAndItsKillSwitch()
    {
        Save(Good);
        var provider = Away().ThenJson("""{ "version": 6, "flags": { "f": false, "killed": true } }""");
        var evaluator = _rig.Start(provider);

        provider.Fire();

        Assert.That(evaluator.IsEnabled("f"), Is.False);
        Assert.That(evaluator.IsEnabled("killed"), Is.True);
        Assert.That(evaluator.Status.Providers.Single().SavedAt, Is.Null);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Load_TheIdenticalDocument_IsTheSourcesFromThenOn()
    {
        Save(Good);
        var provider = Away().ThenJson(Good);
        var evaluator = _rig.Start(provider);
        var generation = evaluator.Status.Generation;

        provider.Fire();

        Assert.That(evaluator.Status.Providers.Single().SavedAt, Is.Null);
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Current));
        Assert.That(evaluator.Status.Generation, Is.EqualTo(generation), "nothing changed");
    }

    [TestCase(Bad, ProviderState.Invalid)]
    [TestCase(Dangling, ProviderState.Waiting)]
    public void Start_SavedAndRefusedDocument_StartsWithTheSavedOne(string document, ProviderState state)
    {
        var savedAt = Save(Good);

        var evaluator = _rig.Start(Source().ThenJson(document));

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        var status = evaluator.Status.Providers.Single();
        Assert.That(status.State, Is.EqualTo(state));
        Assert.That(status.Problems, Is.Not.Empty);
        Assert.That(status.SavedAt, Is.EqualTo(savedAt));
    }

    [TestCase(Bad)]
    [TestCase(Dangling)]
    public void Start_NothingSavedAndRefusedDocument_Throws(string document) =>
        Assert.Throws<GrayDocumentException>(() => _rig.Start(Source().ThenJson(document)));

    [TestCase(Bad)]
    [TestCase(Dangling)]
    public void Load_RefusedDocument_IsNeverSaved(string document)
    {
        var provider = Source().ThenJson(Good).ThenJson(document);
        var evaluator = _rig.Start(provider);
        provider.Fire();
        Assert.That(evaluator.Status.Problems, Is.Not.Empty);

        evaluator = _rig.Start(Away());

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.Providers.Single().DocumentVersion, Is.EqualTo(5));
        Assert.That(evaluator.Versions, Has.Count.EqualTo(1));
    }

    [Test]
    public void Start_WaitingDocumentBesideTheSavedOne_ServesOnceItCompiles()
    {
        Save(Good);
        var segments = new InMemoryRuleProvider(FlagDocument.Empty, "segments");
        var evaluator = _rig.Start(Source().ThenJson(Dangling), segments);
        Assert.That(evaluator.IsEnabled("f"), Is.True);

        segments.SetJson("""{ "segments": { "ghost": { "users": ["casper"] } } }""");

        Assert.That(evaluator.IsEnabled("f"), Is.False);
        Assert.That(evaluator.IsEnabled("f", new GrayContext("casper")), Is.True);
        Assert.That(evaluator.Status.Providers[0].SavedAt, Is.Null);
    }

    [Test]
    public void Start_SourceHasNothingToSay_TheSavedOneDoesNotServe()
    {
        Save(Good);

        var evaluator = _rig.Start(Source().Then(LoadResult.Empty()));

        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        Assert.That(_rig.Logged(Serves), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Load_OlderThanTheSavedOne_IsHeldAndTurnsNothingOn(bool isAtOnce)
    {
        Save(Good);
        var old = Refusing("""{ "version": 4, "off": ["f"], "flags": { "f": false, "killed": true } }""");
        var provider = isAtOnce ? Source().Then(old) : Away().Then(old);
        var evaluator = _rig.Start(provider.Then(Refusing("""{ "version": 6, "flags": { "f": false, "new": true } }""")));
        if (!isAtOnce)
        {
            provider.Fire();
        }

        var status = evaluator.Status.Providers.Single();
        Assert.That(status.State, Is.EqualTo(ProviderState.Held));
        Assert.That(status.Reason, Does.Contain("version 4").And.Contain("5"));
        Assert.That(status.DocumentVersion, Is.EqualTo(5));
        Assert.That(evaluator.IsEnabled("killed"), Is.False, "the older document does not name it in its kill switch");
        Assert.That(evaluator.IsEnabled("f"), Is.False, "the kill switch of a document that is held back can turn flags off");

        provider.Fire();

        Assert.That(evaluator.IsEnabled("new"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Load_OlderOfASourceThatMayGoBack_Serves()
    {
        Save(Good);

        var evaluator = _rig.Start(Source().ThenJson("""{ "version": 4, "flags": { "f": false } }"""));

        Assert.That(evaluator.Status.Providers.Single().DocumentVersion, Is.EqualTo(4));
    }

    [TestCase("document-*.gray")]
    [TestCase("copy-document-*.gray")]
    [Fault("L3"), Fault("R4")]
    public void Start_OneSavedFileIsDamaged_TheOtherServes(string pattern)
    {
        const string Base = """{ "flags": { "f": true } }""";
        _rig.Start(Source("base").ThenJson(Base), Source("over").ThenJson("""{ "flags": { "f": false } }"""));
        for (var restart = 0; restart < 2; restart++)
        {
            _rig.Stop();
            Damage(_rig.SavedFiles(pattern).Single(file => file.Contains("over", StringComparison.Ordinal)));

            var evaluator = _rig.Start(Source("base").ThenJson(Base), Away("over"));

            Assert.That(evaluator.IsEnabled("f"), Is.False, $"restart {restart}: what was off does not come on by way of the other source");
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    [Fault("L3")]
    public void Start_SavedFilesAreDamaged_AreSetAsideAndTheStartGoesOn(bool isSourceAway)
    {
        Save(Good);
        _rig.Stop();
        var file = _rig.SavedFiles("document-*.gray").Single();
        Damage(file);
        Damage(_rig.SavedFiles("copy-document-*.gray").Single());

        var evaluator = _rig.Start(isSourceAway ? Away() : Source().ThenJson(Good));

        Assert.That(evaluator.Status.State, Is.EqualTo(isSourceAway ? GrayFlagsState.NotReady : GrayFlagsState.Ready));
        Assert.That(File.Exists(file + ".bad"), Is.True);
        Assert.That(_rig.Logged(Damaged).Single().Message, Does.Contain("document/source"));
        Assert.That(_rig.Logged(Serves), Is.Empty);
        Assert.That(_rig.Start(Away()).IsEnabled("f"), Is.Not.EqualTo(isSourceAway), "what served is saved again");
    }

    [Test, Fault("L3")]
    public void Start_SavedDocumentIsRefusedToday_IsSaidAndTheStartGoesOn()
    {
        Save(Good);
        _rig.Configure = options => options.Limits = new DocumentLimits { MaxFlags = 1 };

        var evaluator = _rig.Start(Away());

        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(_rig.Logged(Unreadable).Select(entry => entry.Message), Has.Some.Contain("'document/source'").And.All.Contain("refused, first at 'flags'"));
    }

    [Test]
    public void Start_TwoSources_EachFallsBackToItsOwn()
    {
        _rig.Start(Source("base").ThenJson("""{ "flags": { "a": true, "b": true } }"""), Source("over").ThenJson("""{ "flags": { "b": false } }"""));

        var evaluator = _rig.Start(Away("base"), Source("over").ThenJson("""{ "flags": { "c": true } }"""));

        Assert.That(evaluator.IsEnabled("a") && evaluator.IsEnabled("b") && evaluator.IsEnabled("c"), Is.True);
        Assert.That(evaluator.Status.Providers.Select(provider => provider.SavedAt is not null), Is.EqualTo(new[] { true, false }));
    }

    // The way back from a version that was far too high: taken on purpose once, it is what the next start knows.
    [Test, Fault("R12")]
    public async Task AcceptHeld_OlderThanTheSavedOne_ServesAlsoAfterARestart()
    {
        Save("{ \"version\": 3999999999999999999, \"flags\": { \"f\": false } }");
        var evaluator = _rig.Start(Source().Then(Refusing("{ \"version\": 6, \"flags\": { \"f\": true } }")));
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Held));
        Assert.That(evaluator.IsEnabled("f"), Is.False);

        Assert.That(await evaluator.AcceptHeldAsync("source", "ana", "the version was a mistake"), Is.True);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(_rig.Logs.Entries.Any(entry => entry.Message.Contains("the version was a mistake", StringComparison.Ordinal)), Is.True, "audited");

        evaluator = _rig.Start(Source().Then(Refusing("{ \"version\": 7, \"flags\": { \"f\": true, \"g\": true } }")));
        Assert.That(evaluator.IsEnabled("g"), Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    // Saved by a version of the library that took any number: the rules serve, and anything may follow them.
    [Test, Fault("R12")]
    public void Saved_WithAVersionBeyondTheLargest_ServesAndIsFollowed()
    {
        Save("{ \"version\": 5, \"flags\": { \"f\": true } }");
        _rig.Stop();
        SavedVersion("\"version\":5", "\"version\":9223372036854775807");

        var away = Away().Then(Refusing("{ \"version\": 6, \"flags\": { \"f\": false } }"));
        var evaluator = _rig.Start(away);
        Assert.That(evaluator.IsEnabled("f"), Is.True);

        away.Fire();
        Assert.That(evaluator.IsEnabled("f"), Is.False);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    private static ScriptedProvider Source(string name = "source") => new(name);

    private static ScriptedProvider Away(string name = "source") => Source(name).Then(LoadResult.Unavailable("no network"));

    private static ScriptedProvider Answering(TaskCompletionSource<LoadResult> answer) => Source().Then(() => new ValueTask<LoadResult>(answer.Task));

    private static LoadResult Refusing(string json) => LoadResult.Loaded(FlagDocument.Parse(json), null, () => { }, refusesOlder: true, refusesUndated: false);

    // As that version would have saved it, whole and with a sum that is right.
    private void SavedVersion(string from, string to)
    {
        var folder = new StateFolder(_rig.StateDirectory, _rig.Logs.CreateLogger(""));
        Assert.That(folder.TryRead("document/source", long.MaxValue, out var file), Is.True);
        var text = Encoding.UTF8.GetString(file!.Payload.Span).Replace(from, to, StringComparison.Ordinal);
        Assert.That(text, Does.Contain(to));
        Assert.That(folder.TryWrite("document/source", file.Header, Encoding.UTF8.GetBytes(text)), Is.True);
    }

    private static void Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    // Gives the time of saving. The next start ends this one, which is when all is on the disk.
    private DateTimeOffset Save(string document)
    {
        _rig.Start(Source().ThenJson(document));
        return _rig.Clock.GetUtcNow();
    }
}
