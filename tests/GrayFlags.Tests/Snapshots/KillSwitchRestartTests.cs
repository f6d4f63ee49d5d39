using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>What was off stays off when a process is started again, whichever document said so, and whether its source answers or not.</summary>
[Fault("R2")]
internal sealed class KillSwitchRestartTests
{
    private const string One = """{ "version": 1, "flags": { "x": true, "y": true } }""";
    private const string Two = """{ "version": 2, "flags": { "x": true, "y": false } }""";
    private const string Three = """{ "version": 3, "off": ["x"], "flags": { "x": true, "y": false, "z": true } }""";
    private const string Refused = """{ "version": 2, "off": ["x"], "flags": { "x": 3 } }""";
    private const string Waiting = """{ "version": 2, "off": ["x"], "flags": { "x": true, "f": { "rules": { "r": { "segments": ["ghost"] } } } } }""";
    private const int TurnedOff = 146;
    private const int TurnedOn = 147;

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Off_OfADocumentBehindAPin_HoldsWhileTheSourceIsAwayOrLate(bool isLate)
    {
        await StartPinnedAndKill();
        for (var restart = 0; restart < 3; restart++)
        {
            var answer = new TaskCompletionSource<LoadResult>();
            var provider = isLate ? Source().Then(() => new ValueTask<LoadResult>(answer.Task)) : Away();

            var evaluator = _rig.Start(provider);

            Assert.That(evaluator.IsEnabled("x"), Is.False, $"restart {restart}");
            Assert.That(evaluator.IsEnabled("y"), Is.True, "the pinned version serves");
            answer.TrySetResult(ScriptedProvider.Json(Three));
        }
    }

    [Test]
    public async Task Pin_IsTakenAwayWhileTheSourceIsAway_TheNewestGoodDocumentServes()
    {
        await StartPinnedAndKill();
        var evaluator = _rig.Start(Away());

        await evaluator.UnpinAsync("bob", "mended");

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(evaluator.IsEnabled("z"), Is.True, "what waited behind the pin was saved, too");
        evaluator = _rig.Start(Away());
        Assert.That((evaluator.IsEnabled("x"), evaluator.IsEnabled("z")), Is.EqualTo((false, true)));
    }

    [TestCase(Refused)]
    [TestCase(Waiting)]
    public void Off_OfADocumentThatDoesNotServe_Holds(string document)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "source");
        var evaluator = _rig.Start(provider);
        provider.TrySetJson(document);
        Assert.That(evaluator.IsEnabled("x"), Is.False);

        evaluator = _rig.Start(Away());
        Assert.That(evaluator.IsEnabled("x"), Is.False, "the source is away");

        evaluator = _rig.Start(Source().ThenJson(document));
        Assert.That(evaluator.IsEnabled("x"), Is.False, "the source says it again");

        evaluator = _rig.Start(Source().ThenJson(Two));
        Assert.That(evaluator.IsEnabled("x"), Is.True, "a good document has the last word");
        Assert.That(_rig.Start(Away()).IsEnabled("x"), Is.True);
    }

    [Test]
    public void Off_OfTwoSources_EachIsReplacedByItsOwnOnly()
    {
        var first = new InMemoryRuleProvider(FlagDocument.Parse(One), "first");
        var second = new InMemoryRuleProvider(FlagDocument.Empty, "second");
        _rig.Start(first, second);
        first.TrySetJson("""{ "off": ["x"], "flags": { "x": 3 } }""");
        second.TrySetJson("""{ "off": ["y"], "flags": { "y": 3 } }""");

        var evaluator = _rig.Start(new ScriptedProvider("first").ThenJson(One), Away("second"));

        Assert.That((evaluator.IsEnabled("x"), evaluator.IsEnabled("y")), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task TurnOff_Flag_IsOffWhateverDocumentsSay()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "source");
        var evaluator = _rig.Start(provider);
        var version = evaluator.Status.Version;

        await evaluator.TurnOffAsync("X", "ann", "it melts the database");

        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(evaluator.Evaluate("x").Reason, Is.EqualTo(DecisionReason.Disabled));
        Assert.That(evaluator.Explain("x").ToString(), Does.Contain("kill switch"));
        Assert.That(evaluator.Status.Version, Is.EqualTo(version), "the rules are the same");
        Assert.That(evaluator.Versions, Has.Count.EqualTo(1));
        Assert.That(evaluator.TurnedOff.Single(), Is.EqualTo(new TurnedOffFlag("X", "ann", "it melts the database", _rig.Clock.GetUtcNow())));
        Assert.That(evaluator.Status.TurnedOff, Is.EqualTo(evaluator.TurnedOff));

        provider.SetJson(Two);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        Assert.That(_rig.Start(Away()).IsEnabled("x"), Is.False);
        evaluator = _rig.Start(provider);
        Assert.That(evaluator.IsEnabled("x"), Is.False);

        Assert.That(await evaluator.TurnOnAsync("x", "bob", "mended"), Is.True);
        Assert.That(await evaluator.TurnOnAsync("x", "bob", "mended"), Is.False);

        Assert.That(evaluator.IsEnabled("x"), Is.True);
        Assert.That(_rig.Start(provider).IsEnabled("x"), Is.True);
        Assert.That(_rig.Logged(TurnedOff).Single().Message, Does.Contain("ann").And.Contain("melts"));
        Assert.That(_rig.Logged(TurnedOn).Single().Message, Does.Contain("bob").And.Contain("mended"));
    }

    [Test]
    public async Task TurnOn_FlagThatADocumentKills_StaysOff()
    {
        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(Three), "source"));
        await evaluator.TurnOffAsync("x", "ann", "it melts the database");

        Assert.That(await evaluator.TurnOnAsync("x", "ann", "mended"), Is.True);

        Assert.That(evaluator.IsEnabled("x"), Is.False, "the kill switch of the document is not the operator's to lift");
    }

    [Test]
    public async Task TurnOff_FlagThatComesLater_IsOffWhenItComes()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "source");
        var evaluator = _rig.Start(provider);

        await evaluator.TurnOffAsync("z", "ann", "not yet");
        provider.SetJson("""{ "version": 3, "flags": { "x": true, "z": true, "w": { "rules": { "r": { "requires": ["z"] } } } } }""");

        Assert.That((evaluator.IsEnabled("x"), evaluator.IsEnabled("z"), evaluator.IsEnabled("w")), Is.EqualTo((true, false, false)));
        await evaluator.TurnOnAsync("z", "ann", "now");
        Assert.That((evaluator.IsEnabled("z"), evaluator.IsEnabled("w")), Is.EqualTo((true, true)), "flags that require it follow");
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a b")]
    public void TurnOff_NotAName_Throws(string flag) =>
        Assert.ThrowsAsync<ArgumentException>(() => _rig.Start(Source().ThenJson(One)).TurnOffAsync(flag, "ann", "why"));

    private static ScriptedProvider Source(string name = "source") => new(name);

    private static ScriptedProvider Away(string name = "source") => Source(name).Then(LoadResult.Unavailable("no network"));

    private async Task StartPinnedAndKill()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "source");
        var evaluator = _rig.Start(provider);
        provider.SetJson(Two);
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "y is needed");
        Assert.That(evaluator.IsEnabled("x"), Is.True);
        provider.SetJson(Three);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
    }
}
