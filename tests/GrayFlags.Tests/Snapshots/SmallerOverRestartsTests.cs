using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>
/// Odd ways in which something that was off could come on: a rollback, a source under another name, a state of another directory or of an earlier version.
/// </summary>
[Fault("R2")]
internal sealed class SmallerOverRestartsTests
{
    private const string On = """{ "version": 1, "flags": { "x": true, "y": true } }""";
    private const string Killing = """{ "version": 2, "off": ["x"], "flags": { "x": true, "y": true } }""";
    private const string Waiting = """{ "version": 3, "flags": { "x": true, "f": { "rules": { "r": { "segments": ["ghost"] } } } } }""";
    private const string Good = """{ "version": 4, "flags": { "x": true, "y": true, "z": true } }""";

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Rollback_WhileADocumentWaitsThatNoLongerKills_TurnsNothingOn(bool isPinnedBefore)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On), "source");
        var evaluator = _rig.Start(provider);
        var first = evaluator.Versions[0].Version;
        if (isPinnedBefore)
        {
            await evaluator.PinAsync(first, "ann", "why");
        }

        provider.SetJson(Killing);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        provider.TrySetJson(Waiting);
        Assert.That(evaluator.IsEnabled("x"), Is.False, "what waits takes nothing back");
        await evaluator.PinAsync(first, "ann", "why");
        Assert.That(evaluator.IsEnabled("x"), Is.False, "and no rollback does it for it");

        evaluator = _rig.Start(new ScriptedProvider("source").Then(LoadResult.Unavailable("no network")));
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        evaluator = _rig.Start(new ScriptedProvider("source").ThenJson(Waiting));
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        evaluator = _rig.Start(new ScriptedProvider("source").ThenJson(Good));
        Assert.That(evaluator.IsEnabled("x"), Is.True, "a document that has compiled behind the pin has the last word");
        Assert.That(evaluator.IsEnabled("z"), Is.False, "the rest of it waits");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Source_UnderAnotherName_KeepsWhatTheFormerHadOffUntilItSpeaks(bool isPinned)
    {
        var former = new InMemoryRuleProvider(FlagDocument.Parse(On), "releases/41/flags.json");
        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "base"), former);
        if (isPinned)
        {
            await evaluator.PinAsync(evaluator.Versions[0].Version, "ann", "why");
        }

        former.SetJson(Killing);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        var latter = new ScriptedProvider("releases/42/flags.json").Then(LoadResult.Unavailable("late")).Then(LoadResult.Unavailable("late")).ThenJson(Good);
        for (var restart = 0; restart < 2; restart++)
        {
            evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "base"), latter);
            Assert.That(evaluator.IsEnabled("x"), Is.False, $"restart {restart}");
            Assert.That(evaluator.Status.Warnings, Has.Some.Contain("releases/41/flags.json"));
        }

        latter.Fire();

        Assert.That(evaluator.IsEnabled("x"), Is.True, "every source of today has spoken");
        Assert.That(_rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "base"), new ScriptedProvider("other").Then(LoadResult.Unavailable("late")))
            .IsEnabled("x"), Is.True, "and it is forgotten");
    }

    [Test]
    public async Task StateFile_OfAnotherDirectory_AddsAndTakesNothingAway([Values(0, 1)] int which)
    {
        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));
        await evaluator.TurnOffAsync("x", "ann", "why");
        _rig.Stop();
        using var other = new RestartRig();
        var elsewhere = other.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));
        foreach (var flag in new[] { "y", "q", "y" })
        {
            await elsewhere.TurnOffAsync(flag, "bob", "why");
        }

        other.Stop();
        File.Copy(States(other)[which], States(_rig)[which], overwrite: true);

        for (var restart = 0; restart < 2; restart++)
        {
            evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));
            Assert.That(evaluator.IsEnabled("x"), Is.False, $"restart {restart}");
            Assert.That(evaluator.IsEnabled("y"), Is.False, "nobody knows which of the two is the stranger");
        }
    }

    [Test, Fault("R4")]
    public async Task BothStateFiles_SetAsideByARunThatWroteNone_AreNoFirstStart()
    {
        await _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source")).TurnOffAsync("x", "ann", "why");
        _rig.Stop();
        foreach (var file in States(_rig))
        {
            File.Move(file, file + ".bad");
        }

        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(evaluator.Pin, Is.Not.Null);
    }

    [Test, Fault("R4")]
    public async Task State_OfManyNames_OutlivesALowLimitOfDocuments()
    {
        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));
        await evaluator.TurnOffAsync("x", "ann", new string('流', 3_000));
        _rig.Configure = options => options.Limits = new DocumentLimits { MaxBytes = 1_000 };

        evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(evaluator.IsEnabled("y"), Is.True);
        Assert.That(evaluator.TurnedOff.Single().Reason, Does.StartWith("流流"));
    }

    [Test]
    public void Off_OfRefusedDocuments_MakesNoVersions()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On), "source");
        var evaluator = _rig.Start(provider);
        var version = evaluator.Status.Version;
        for (var number = 0; number < 20; number++)
        {
            provider.TrySetJson($$"""{ "off": ["x", "gone-{{number}}"], "flags": { "x": 7 } }""");
        }

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(evaluator.Versions.Single().Version, Is.EqualTo(version), "the way back is not lost among them");
        Assert.That(evaluator.Status.Version, Is.EqualTo(version));
    }

    [Test, Fault("R1")]
    public void Off_OfRefusedDocuments_IsBounded()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On), "source");
        var evaluator = _rig.Start(provider);
        for (var number = 0; number < 5; number++)
        {
            var names = string.Join(',', Enumerable.Range(0, 4_000).Select(name => $"\"n-{number}-{name}\""));
            provider.TrySetJson($$"""{ "off": ["x", {{names}}], "flags": { "x": 7 } }""");
        }

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        _rig.Stop();
        Assert.That(new FileInfo(States(_rig)[0]).Length, Is.LessThan(300_000));
    }

    [Test, Fault("R1")]
    public void Document_ThatWaits_IsNotCompiledAgainForNothing()
    {
        var compiled = 0;
        _rig.Build = builder => builder.AddCondition("counted", new CountingCondition(() => compiled++));
        var other = new InMemoryRuleProvider(FlagDocument.Parse(On), "other");
        var waiting = new InMemoryRuleProvider(FlagDocument.Empty, "waiting");
        _rig.Start(other, waiting);
        waiting.TrySetJson("""{ "flags": { "f": { "rules": { "r": { "segments": ["ghost"], "custom": { "counted": {} } } } } } }""");
        var before = compiled;

        for (var number = 0; number < 10; number++)
        {
            other.Set(LoadResult.Unchanged());
            other.SetJson(On);
        }

        Assert.That(compiled, Is.EqualTo(before));
        other.SetJson("""{ "segments": { "ghost": { "users": ["u"] } }, "flags": { "x": true } }""");
        Assert.That(compiled, Is.GreaterThan(before), "a change tries it again");
    }

    [Test]
    public void Sources_OfOneName_KeepTheirOwn()
    {
        const string Base = """{ "version": 9, "flags": { "x": true } }""";
        const string Over = """{ "version": 2, "flags": { "x": false } }""";
        _rig.Start(new ScriptedProvider("same").ThenJson(Base), new ScriptedProvider("same").ThenJson(Over));

        var evaluator = _rig.Start(new ScriptedProvider("same").ThenJson(Base), new ScriptedProvider("same").Then(LoadResult.Unavailable("no network")));

        Assert.That(evaluator.IsEnabled("x"), Is.False);
    }

    [Test]
    public void Operator_AfterTheEnd_IsTold()
    {
        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(On), "source"));
        _rig.Stop();

        Assert.ThrowsAsync<ObjectDisposedException>(() => evaluator.TurnOffAsync("x", "ann", "why"));
        Assert.ThrowsAsync<ObjectDisposedException>(() => evaluator.PinAsync(evaluator.Versions[0].Version, "ann", "why"));
    }

    private static string[] States(RestartRig rig) => [.. rig.SavedFiles("state-*.gray").Order(StringComparer.Ordinal)];

    private sealed class CountingCondition(Action compiled) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters)
        {
            compiled();
            return (_, _) => true;
        }
    }
}
