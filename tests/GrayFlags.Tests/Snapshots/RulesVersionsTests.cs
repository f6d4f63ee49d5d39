using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>The versions of the rules, and the way back to an earlier one: at once, over restarts, until the pin is taken away.</summary>
internal sealed class RulesVersionsTests
{
    private const string One = """{ "version": 1, "flags": { "f": true, "g": true } }""";
    private const string Two = """{ "version": 2, "flags": { "f": false, "h": true } }""";
    private const string Three = """{ "version": 3, "flags": { "f": false, "h": false } }""";
    private const int Pinned = 140;
    private const int Unpinned = 141;
    private const int PinLost = 143;

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Versions_EveryAppliedRuleSet_IsListedNewestFirst()
    {
        var (provider, evaluator) = StartWithTwoVersions();

        Assert.That(evaluator.Versions, Has.Count.EqualTo(2));
        var (newest, first) = (evaluator.Versions[0], evaluator.Versions[1]);
        Assert.That(newest.Version, Is.EqualTo(evaluator.Status.Version));
        Assert.That(newest.AppliedAt, Is.EqualTo(_rig.Clock.GetUtcNow()));
        Assert.That(newest.Sources, Is.EqualTo(new[] { provider.Name }));
        Assert.That(newest.Added, Is.EqualTo(new[] { "h" }));
        Assert.That(newest.Removed, Is.EqualTo(new[] { "g" }));
        Assert.That(newest.Changed, Is.EqualTo(new[] { "f" }));
        Assert.That(first.Version, Does.StartWith("1+"));
        Assert.That(first.AppliedAt, Is.EqualTo(_rig.Clock.GetUtcNow() - TimeSpan.FromHours(1)));
        Assert.That(first.Added, Is.EquivalentTo(new[] { "f", "g" }));
        Assert.That(first.Removed.Concat(first.Changed), Is.Empty);
    }

    [Test]
    public void Versions_RefusedDocument_IsNone()
    {
        var (provider, evaluator) = StartWithTwoVersions();

        provider.TrySetJson("""{ "flags": { "f": 25 } }""");

        Assert.That(evaluator.Versions, Has.Count.EqualTo(2));
    }

    [Test]
    public void Versions_MoreThanKept_TheOldestAreDroppedAlsoFromTheDisk()
    {
        _rig.Configure = options => options.KeptVersions = 3;
        var provider = new InMemoryRuleProvider();
        var evaluator = _rig.Start(provider);
        for (var version = 1; version <= 5; version++)
        {
            _rig.Clock.Advance(TimeSpan.FromHours(1));
            provider.SetJson($$"""{ "version": {{version}}, "flags": { "f": true } }""");
        }

        Assert.That(OwnVersions(evaluator), Is.EqualTo(new[] { "5", "4", "3" }));
        _rig.Stop();
        Assert.That(_rig.SavedFiles("version-*.gray"), Has.Length.EqualTo(3));

        _rig.Configure = options => options.KeptVersions = 2;
        Assert.That(OwnVersions(_rig.Start(Unreachable())), Is.EqualTo(new[] { "5", "4" }));
        _rig.Stop();
        Assert.That(_rig.SavedFiles("version-*.gray"), Has.Length.EqualTo(2));
    }

    [Test]
    public void Versions_OldDocumentServesAgain_MovesToTheFront()
    {
        var (provider, evaluator) = StartWithTwoVersions();

        provider.SetJson(One);

        Assert.That(OwnVersions(evaluator), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(evaluator.Versions[0].Added, Is.EqualTo(new[] { "g" }));
    }

    [Test]
    public void Versions_AfterTwoRestarts_AreWhatTheyWere()
    {
        var (provider, evaluator) = StartWithTwoVersions();
        var before = Describe(evaluator);

        Assert.That(Describe(_rig.Start(provider)), Is.EqualTo(before));
        Assert.That(Describe(_rig.Start(Unreachable(provider.Name))), Is.EqualTo(before), "the source is away");
        provider.SetJson(Three);
        Assert.That(OwnVersions(_rig.Start(provider)), Is.EqualTo(new[] { "3", "2", "1" }));
    }

    [Test]
    public async Task Rollback_EarlierVersion_ServesAtTheNextCall()
    {
        var (_, evaluator) = StartWithTwoVersions();
        var first = evaluator.Versions[1].Version;

        await evaluator.PinAsync(first, "ann", "checkout fails");

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.IsEnabled("g"), Is.True);
        Assert.That(evaluator.Status.Version, Is.EqualTo(first));
        Assert.That(evaluator.Pin, Is.EqualTo(new RulesPin(first, "ann", "checkout fails", _rig.Clock.GetUtcNow())));
        Assert.That(evaluator.Status.Pin, Is.EqualTo(evaluator.Pin));
    }

    [Test]
    public async Task Rollback_NewerDocument_WaitsUntilUnpinned()
    {
        var (provider, evaluator) = StartWithTwoVersions();
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");

        provider.SetJson("""{ "version": 3, "flags": { "f": false, "g": false } }""");

        Assert.That(evaluator.IsEnabled("g"), Is.True);
        var status = evaluator.Status.Providers.Single();
        Assert.That(status.State, Is.EqualTo(ProviderState.Held));
        Assert.That(status.Reason, Does.Contain("pinned"));
        Assert.That(OwnVersions(evaluator), Is.EqualTo(new[] { "2", "1" }), "what waits has not served");

        await evaluator.UnpinAsync("bob", "mended");

        Assert.That(evaluator.IsEnabled("g"), Is.False);
        Assert.That(evaluator.Pin, Is.Null);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(evaluator.Status.Providers.Single().Reason, Is.Null);
        Assert.That(OwnVersions(evaluator), Is.EqualTo(new[] { "3", "2", "1" }));
    }

    [Test]
    public async Task Unpin_NothingNewer_ServesTheNewestAgainAsItWasListed()
    {
        var (_, evaluator) = StartWithTwoVersions();
        var before = Describe(evaluator);
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");

        _rig.Clock.Advance(TimeSpan.FromHours(1));
        await evaluator.UnpinAsync("bob", "mended");

        Assert.That(evaluator.IsEnabled("h"), Is.True);
        Assert.That(Describe(evaluator), Is.EqualTo(before));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Rollback_Restarts_StillHolds(bool isSourceAway)
    {
        var (provider, evaluator) = StartWithTwoVersions();
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");
        var pin = evaluator.Pin;
        for (var restart = 0; restart < 2; restart++)
        {
            evaluator = _rig.Start(isSourceAway ? Unreachable(provider.Name) : provider);

            Assert.That(evaluator.IsEnabled("g"), Is.True, $"restart {restart}");
            Assert.That(evaluator.Pin, Is.EqualTo(pin));
            Assert.That(OwnVersions(evaluator), Is.EqualTo(new[] { "2", "1" }));
        }

        await evaluator.UnpinAsync("bob", "mended");

        Assert.That(evaluator.IsEnabled("h"), Is.True);
        Assert.That(evaluator.IsEnabled("g"), Is.False);
        Assert.That(_rig.Start(provider).Pin, Is.Null, "the pin is gone from the disk, too");
    }

    [Test]
    public async Task Rollback_RestartWithInvalidDocument_StartsWithThePinnedVersion()
    {
        var (_, evaluator) = StartWithTwoVersions();
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");

        evaluator = _rig.Start(new ScriptedProvider("other").ThenJson("""{ "flags": { "f": 25 } }"""));

        Assert.That(evaluator.IsEnabled("g"), Is.True);
        Assert.That(evaluator.Status.Providers.Single().State, Is.EqualTo(ProviderState.Invalid));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Off_WhilePinned_StillApplies(bool isRestarted)
    {
        var (provider, evaluator) = StartWithTwoVersions();
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");
        Assert.That(evaluator.IsEnabled("g"), Is.True);

        provider.SetJson("""{ "off": ["G"], "version": 3, "flags": { "g": true, "h": true } }""");
        evaluator = isRestarted ? _rig.Start(provider) : evaluator;

        Assert.That(evaluator.IsEnabled("g"), Is.False);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.IsEnabled("h"), Is.False, "the rest of the document waits");

        provider.SetJson(Three);

        Assert.That(evaluator.IsEnabled("g"), Is.True, "no longer off");
    }

    [Test]
    public async Task Off_OfThePinnedVersion_AppliesAsWhenItServed()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "off": ["f"], "flags": { "f": true, "g": true } }"""));
        var evaluator = _rig.Start(provider);
        provider.SetJson(One);
        Assert.That(evaluator.IsEnabled("f"), Is.True);

        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");

        Assert.That(evaluator.IsEnabled("f"), Is.False);
        Assert.That(evaluator.IsEnabled("g"), Is.True);
    }

    [Test]
    public void Rollback_UnknownVersion_ThrowsWithTheKnownOnes()
    {
        var (_, evaluator) = StartWithTwoVersions();

        var exception = Assert.ThrowsAsync<ArgumentException>(() => evaluator.PinAsync("9+ffffffffffff", "ann", "checkout fails"));

        Assert.That(exception!.ParamName, Is.EqualTo("version"));
        Assert.That(exception.Message, Does.Contain("9+ffffffffffff").And.Contain(evaluator.Versions[0].Version).And.Contain(evaluator.Versions[1].Version));
        Assert.That(evaluator.Pin, Is.Null);
        Assert.That(_rig.Logged(Pinned), Is.Empty);
    }

    [Test]
    public async Task RollbackAndUnpin_EachChange_IsOneAuditLine()
    {
        var (_, evaluator) = StartWithTwoVersions();
        var first = evaluator.Versions[1].Version;

        await evaluator.UnpinAsync("bob", "nothing to unpin");
        await evaluator.PinAsync(first, "ann", "checkout fails");
        await evaluator.UnpinAsync("bob", "mended");

        Assert.That(_rig.Logged(Pinned).Single().Message, Does.Contain("ann").And.Contain("checkout fails").And.Contain(first));
        Assert.That(_rig.Logged(Unpinned).Single().Message, Does.Contain("bob").And.Contain("mended").And.Contain(first));
    }

    [Test]
    public async Task OnChange_UnpinOfWhatServesAnyway_IsReported()
    {
        var (_, evaluator) = StartWithTwoVersions();
        var unpinned = new TaskCompletionSource<string>();
        await evaluator.PinAsync(evaluator.Versions[0].Version, "ann", "freeze");
        using var subscription = evaluator.OnChange(status =>
        {
            if (status.Pin is null)
            {
                unpinned.TrySetResult(status.Version);
            }
        });

        await evaluator.UnpinAsync("bob", "thaw");

        Assert.That(await unpinned.Task.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo(evaluator.Versions[0].Version));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Fault("R2"), Fault("R4")]
    public async Task Restart_PinnedVersionIsGone_NothingServesUntilAnOperatorSaysSo(bool isMoved)
    {
        var (provider, evaluator) = StartWithTwoVersions();
        var first = evaluator.Versions[1].Version;
        await evaluator.PinAsync(first, "ann", "checkout fails");
        _rig.Stop();
        foreach (var file in _rig.SavedFiles("version-1*.gray").Concat(_rig.SavedFiles("pinned-*.gray")))
        {
            File.Delete(file);
        }

        for (var restart = 0; restart < 2; restart++)
        {
            evaluator = _rig.Start(provider);

            Assert.That(evaluator.Pin!.Version, Is.EqualTo(first), "what was rolled back does not come on since its version is lost");
            Assert.That(evaluator.IsEnabled("h"), Is.False);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
            Assert.That(evaluator.Status.Warnings, Has.Some.Contain("off until the pin is removed"));
            Assert.That(_rig.Logged(PinLost).Last().Message, Does.Contain(first));
        }

        await (isMoved ? evaluator.PinAsync(evaluator.Versions[0].Version, "bob", "this one will do") : evaluator.UnpinAsync("bob", "mended"));

        Assert.That(evaluator.IsEnabled("h"), Is.True);
        Assert.That(_rig.Start(provider).IsEnabled("h"), Is.True);
    }

    [TestCase("version-1*.gray")]
    [TestCase("pinned-*.gray")]
    [Fault("R4")]
    public async Task Restart_OneOfTheTwoFilesOfThePinnedVersionIsGone_ThePinHolds(string pattern)
    {
        var (provider, evaluator) = StartWithTwoVersions();
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");
        _rig.Stop();
        Assert.That(_rig.SavedFiles(pattern), Has.Length.EqualTo(1));
        File.Delete(_rig.SavedFiles(pattern).Single());

        Assert.That(_rig.Start(provider).IsEnabled("g"), Is.True);
    }

    [Test]
    [Fault("R2")]
    public async Task Restart_PinnedVersionIsRefusedToday_NothingServes()
    {
        var (provider, evaluator) = StartWithTwoVersions();
        provider.SetJson("""{ "version": 3, "flags": { "h": true } }""");
        await evaluator.PinAsync(evaluator.Versions[1].Version, "ann", "checkout fails");
        _rig.Configure = options => options.Limits = new DocumentLimits { MaxFlags = 1 };

        evaluator = _rig.Start(provider);

        Assert.That(evaluator.IsEnabled("h"), Is.False);
        Assert.That(evaluator.Pin, Is.Not.Null);
    }

    private static ScriptedProvider Unreachable(string name = "memory") => new ScriptedProvider(name).Then(LoadResult.Unavailable("no network"));

    private static string[] OwnVersions(GrayEvaluator evaluator) => [.. evaluator.Versions.Select(version => version.Version.Split('+')[0])];

    private static string[] Describe(GrayEvaluator evaluator) =>
    [
        .. evaluator.Versions.Select(version =>
            $"{version.Version} {version.AppliedAt:O} {string.Join(',', version.Sources)} +{string.Join(',', version.Added)} "
                + $"-{string.Join(',', version.Removed)} ~{string.Join(',', version.Changed)}"),
    ];

    private (InMemoryRuleProvider Provider, GrayEvaluator Evaluator) StartWithTwoVersions()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(One), "memory");
        var evaluator = _rig.Start(provider);
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        provider.SetJson(Two);
        return (provider, evaluator);
    }
}
