using GrayFlags.Documents;
using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>An operator whose pin or switch is not saved is told so, and it holds all the same.</summary>
[Fault("R2")]
[Fault("K3")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OperatorNotSavedTests
{
    private readonly RestartRig _rig = new();
    private readonly TempFolder _copy = new();

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _copy.Dispose();
    }

    [Test]
    public async Task TurnOff_DirectoryIsBusy_IsSavedOnceItIsFree()
    {
        var rules = _rig.Start(Provider("""{ "flags": { "a": true } }"""));
        Task call;
        using (Busy())
        {
            call = rules.TurnOffAsync("a", "eve", "x");
            Assert.That(rules.IsEnabled("a"), Is.False, "at once");
            await FailedAsync(245);
            Assert.That(call.IsCompleted, Is.False, "it is not saved");
        }

        await EndAsync(call);
        Assert.That(Killed().IsEnabled("a"), Is.False);
    }

    [Test]
    public void TurnOff_DirectoryStaysBusy_Fails_AndTheFlagIsOff()
    {
        var rules = _rig.Start(Provider("""{ "flags": { "a": true } }"""));
        using var busy = Busy();

        var failure = Assert.ThrowsAsync<GrayNotSavedException>(() => EndAsync(rules.TurnOffAsync("a", "eve", "x")));

        Assert.That(failure!.Message, Does.Contain("'a'").And.Contain("not saved"));
        Assert.That(rules.IsEnabled("a"), Is.False);
        Assert.ThrowsAsync<GrayNotSavedException>(() => EndAsync(rules.TurnOnAsync("a", "eve", "x")));
        Assert.That(rules.IsEnabled("a"), Is.True);
        Assert.That(_rig.Logged(249).Select(entry => entry.Message), Has.Exactly(2).Contains("'a'"));
    }

    [Test]
    public void Rollback_DirectoryStaysBusy_Fails_AndTheVersionServes()
    {
        var provider = Provider("""{ "flags": { "a": true } }""");
        var rules = _rig.Start(provider);
        provider.Set(FlagDocument.Parse("""{ "flags": { "a": false } }"""));
        Assert.That(SpinWait.SpinUntil(() => rules.Versions.Count == 2, TimeSpan.FromSeconds(30)), Is.True);
        using var busy = Busy();

        var failure = Assert.ThrowsAsync<GrayNotSavedException>(() => EndAsync(rules.PinAsync(rules.Versions[1].Version, "eve", "x")));

        Assert.That(failure!.Message, Does.Contain(rules.Versions[1].Version));
        Assert.That(rules.IsEnabled("a"), Is.True);
        Assert.ThrowsAsync<GrayNotSavedException>(() => EndAsync(rules.UnpinAsync("eve", "x")));
        Assert.That(rules.IsEnabled("a"), Is.False);
    }

    [Test]
    public void TurnOff_EvaluatorIsDisposedMeanwhile_DoesNotEndAsIfItWereSaved()
    {
        var rules = _rig.Start(Provider("""{ "flags": { "a": true } }"""));
        using var busy = Busy();
        var call = rules.TurnOffAsync("a", "eve", "x");
        _rig.Stop();

        Assert.ThrowsAsync<GrayNotSavedException>(() => EndAsync(call));
    }

    private static InMemoryRuleProvider Provider(string json) => new(FlagDocument.Parse(json));

    // What a process that is killed now would find at its next start.
    private GrayEvaluator Killed()
    {
        var folder = _copy["state"];
        PrivateDirectory.Create(folder);
        foreach (var file in Directory.GetFiles(_rig.StateDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var configure = _rig.Configure;
        _rig.Configure = options => options.StateDirectory = folder;
        var next = _rig.Start(Provider("""{ "flags": { "a": true } }"""));
        _rig.Configure = configure;
        return next;
    }

    // What the start has to save may be on its way.
    private IDisposable Busy()
    {
        IDisposable? held = null;
        Assert.That(
            SpinWait.SpinUntil(
                () => Directory.Exists(_rig.StateDirectory) && (held = FolderLock.TryTake(_rig.StateDirectory)) is not null,
                TimeSpan.FromSeconds(30)),
            Is.True);
        return held!;
    }

    private async Task FailedAsync(int eventId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_rig.Logged(eventId).Any())
        {
            await Task.Delay(1, patience.Token);
        }
    }

    private async Task EndAsync(Task call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!call.IsCompleted)
        {
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(call, Task.Delay(1, patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }

        await call;
    }
}
