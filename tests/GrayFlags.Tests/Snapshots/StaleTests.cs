using GrayFlags.Providers;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>A provider that polls and falls silent makes the status stale, whatever made it silent.</summary>
[Fault("M6")]
internal sealed class StaleTests
{
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(2);

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void Status_LoadsStop_IsStaleUntilTheyGoOn()
    {
        var provider = new PolledProvider();
        var evaluator = _rig.Start(provider);

        _rig.Clock.Advance(MaxSilence);
        Assert.That(evaluator.Status.IsStale, Is.False);

        _rig.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(evaluator.Status.IsStale, Is.True);
        Assert.That(evaluator.IsEnabled("f"), Is.True, "the last good rules keep serving");

        provider.Poll();
        Assert.That(evaluator.Status.IsStale, Is.False);
    }

    [Test]
    public void Status_SourceStaysAway_IsNotStaleWhileItIsAsked()
    {
        var provider = new PolledProvider();
        var evaluator = _rig.Start(provider);
        provider.Answer = LoadResult.Unavailable("no network");
        for (var poll = 0; poll < 5; poll++)
        {
            _rig.Clock.Advance(MaxSilence);
            provider.Poll();
            Assert.That(evaluator.Status.IsStale, Is.False, $"poll {poll}");
        }

        _rig.Clock.Advance(MaxSilence + TimeSpan.FromTicks(1));
        Assert.That(evaluator.Status.IsStale, Is.True);
    }

    [Test]
    public void Status_ProviderThatOnlySpeaksUpOnChange_IsNeverStale()
    {
        var evaluator = _rig.Start(new ScriptedProvider().ThenJson("""{ "flags": { "f": true } }"""));

        _rig.Clock.Advance(TimeSpan.FromDays(365));

        Assert.That(evaluator.Status.IsStale, Is.False);
    }

    [Test]
    public void Status_FirstLoadHangs_IsStale()
    {
        var evaluator = _rig.Start(new PolledProvider { Hangs = true });
        Assert.That(evaluator.Status.IsStale, Is.False);

        _rig.Clock.Advance(MaxSilence + TimeSpan.FromTicks(1));

        Assert.That(evaluator.Status.IsStale, Is.True);
    }

    private sealed class PolledProvider : IRuleProvider, IPolledProvider
    {
        private Action? _changed;

        public string Name => "polled";

        public TimeSpan MaxSilence => StaleTests.MaxSilence;

        public bool Hangs { get; init; }

        public LoadResult Answer { get; set; } = ScriptedProvider.Json("""{ "flags": { "f": true } }""");

        public void Poll() => _changed?.Invoke();

        public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken) =>
            Hangs ? new ValueTask<LoadResult>(new TaskCompletionSource<LoadResult>().Task) : new ValueTask<LoadResult>(Answer);

        public IDisposable Watch(Action changed)
        {
            _changed = changed;
            return new Ending(this);
        }

        private sealed class Ending(PolledProvider owner) : IDisposable
        {
            public void Dispose() => owner._changed = null;
        }
    }
}
