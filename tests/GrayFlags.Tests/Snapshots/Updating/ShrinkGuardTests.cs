using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Updating;

/// <summary>The shrink guard: a document that loses most of the flags is held back until it is believed.</summary>
[Fault("D12")]
internal sealed class ShrinkGuardTests
{
    private const int Accepted = 142;
    private const int Held = 145;

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig { Configure = options => options.EnableShrinkGuard = true };

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Load_LosesMostFlags_IsHeldAndReported()
    {
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson(Flags(3));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Held));
        Assert.That(evaluator.Status.Providers.Single().Reason, Does.Contain("200 flags"));
        Assert.That(_rig.Logged(Held).Count(), Is.EqualTo(1));
    }

    [Test]
    public void Load_LosesAllFlags_IsHeld()
    {
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson("{}");

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));
    }

    [TestCase(100, 100)]
    [TestCase(99, 200)]
    public void Load_KeepsSoMany_IsHeldBelowHalf(int kept, int serving)
    {
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson(Flags(kept));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(serving));
    }

    [Test]
    public void Load_AsManyFlagsOfOtherNames_IsHeld()
    {
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson(Flags(200, "other"));

        Assert.That(evaluator.IsEnabled("f1"), Is.True);
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Held));
    }

    [Test]
    public void Load_SameFlagsInAnotherCase_IsNotHeld()
    {
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson(Flags(200, "F"));

        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [TestCase(2)]
    [TestCase(3)]
    public void Load_IdenticalReads_AreBelievedAtTheLast(int reads)
    {
        _rig.Configure = options => (options.EnableShrinkGuard, options.ShrinkGuardReads) = (true, reads);
        var (provider, evaluator) = StartWith200Flags();
        for (var read = 1; read < reads; read++)
        {
            provider.SetJson(Flags(3));
            Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200), $"read {read}");
        }

        provider.SetJson(Flags(3));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(_rig.Logged(Accepted), Is.Empty, "nobody accepted it");
    }

    [Test]
    public void Load_SourceSaysThatNothingChanged_CountsAsARead()
    {
        var provider = new ScriptedProvider().ThenJson(Flags(200)).ThenJson(Flags(3)).Then(LoadResult.Unchanged());
        var evaluator = _rig.Start(provider);
        provider.Fire();
        provider.Fire();
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Held));
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));

        provider.Fire();

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
    }

    [Test]
    public void Load_SourceAwayBetweenReads_DoesNotBreakTheRow()
    {
        var provider =
            new ScriptedProvider().ThenJson(Flags(200)).ThenJson(Flags(3)).Then(LoadResult.Unavailable("no network")).ThenJson(Flags(3)).ThenJson(Flags(3));
        var evaluator = _rig.Start(provider);
        Fire(provider, 3);
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));

        provider.Fire();

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
    }

    [TestCase("""{ "flags": { "g": true } }""")]
    [TestCase("""{ "flags": { "g": 25 } }""")]
    [TestCase(null)]
    public void Load_SomethingElseBetween_TheCountStartsAnew(string? between)
    {
        var (provider, evaluator) = StartWith200Flags();
        provider.SetJson(Flags(3));
        provider.SetJson(Flags(3));
        provider.TrySetJson(between ?? Flags(200));

        provider.SetJson(Flags(3));
        provider.SetJson(Flags(3));
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));

        provider.SetJson(Flags(3));
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
    }

    [Test]
    public async Task AcceptHeld_ByAnOperator_ServesAndIsAudited()
    {
        var (provider, evaluator) = StartWith200Flags();
        provider.SetJson(Flags(3));

        Assert.That(await evaluator.AcceptHeldAsync("nobody", "ann", "meant so"), Is.False);
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));
        Assert.That(await evaluator.AcceptHeldAsync(provider.Name, "ann", "meant so"), Is.True);

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(3));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(_rig.Logged(Accepted).Single().Message, Does.Contain("ann").And.Contain("meant so").And.Contain(provider.Name));
        Assert.That(await evaluator.AcceptHeldAsync(provider.Name, "ann", "again"), Is.False, "nothing is held any more");
    }

    [Test]
    public async Task AcceptHeld_SourceHasMovedOn_AcceptsNothing()
    {
        var (provider, evaluator) = StartWith200Flags();
        provider.SetJson(Flags(3));
        provider.SetJson(Flags(200));

        Assert.That(await evaluator.AcceptHeldAsync(provider.Name, "ann", "meant so"), Is.False);
        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public async Task Off_OfAHeldDocument_TurnsOffButNotOn()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Flags(200, off: "f1")));
        var evaluator = _rig.Start(provider);

        provider.SetJson(Flags(3, off: "f2"));

        Assert.That(evaluator.IsEnabled("f1"), Is.False, "a document that may be a mistake must not bring it back");
        Assert.That(evaluator.IsEnabled("f2"), Is.False);
        Assert.That(evaluator.IsEnabled("f0"), Is.True);

        await evaluator.AcceptHeldAsync(provider.Name, "ann", "meant so");
        Assert.That(evaluator.IsEnabled("f1"), Is.True, "it is believed now");
        Assert.That(evaluator.IsEnabled("f2"), Is.False);
    }

    [Test]
    public void Start_LosesMostFlagsOfTheSavedDocument_IsHeld()
    {
        var (provider, _) = StartWith200Flags();

        var evaluator = _rig.Start(new ScriptedProvider(provider.Name).ThenJson(Flags(3)));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(200));
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Held));
        Assert.That(evaluator.Status.Providers.Single().SavedAt, Is.Not.Null);
    }

    [Test]
    public void Load_GuardIsOffByDefault_IsNotHeld()
    {
        _rig.Configure = _ => { };
        var (provider, evaluator) = StartWith200Flags();

        provider.SetJson(Flags(1));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(1));
    }

    [TestCase(3, 0)]
    [TestCase(4, 4)]
    public void Load_SmallSetLosesAll_IsHeldFromFourFlagsOn(int flags, int serving)
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Flags(flags)));
        var evaluator = _rig.Start(provider);

        provider.SetJson(Flags(0));

        Assert.That(evaluator.Status.FlagCount, Is.EqualTo(serving));
    }

    private static void Fire(ScriptedProvider provider, int times)
    {
        for (var time = 0; time < times; time++)
        {
            provider.Fire();
        }
    }

    private static string Flags(int count, string prefix = "f", string? off = null) =>
        $$"""{ "off": [{{(off is null ? "" : $"\"{off}\"")}}],"""
        + $$""" "flags": { {{string.Join(", ", Enumerable.Range(0, count).Select(index => $"\"{prefix}{index}\": true"))}} } }""";

    private (InMemoryRuleProvider Provider, GrayEvaluator Evaluator) StartWith200Flags()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Flags(200)));
        return (provider, _rig.Start(provider));
    }
}
