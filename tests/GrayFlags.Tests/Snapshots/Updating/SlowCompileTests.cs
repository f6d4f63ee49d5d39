using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Updating;

/// <summary>A document that does not end compiling holds nothing up: no kill switch, no pin, no other thread, no start and no end.</summary>
[Fault("R1")]
internal sealed class SlowCompileTests
{
    private const string On = """{ "version": 1, "flags": { "x": true, "y": true } }""";
    private const string Off = """{ "version": 1, "flags": { "x": true, "y": false } }""";
    private const string Slow = """{ "version": 2, "flags": { "x": true, "y": true, "slow": { "rules": { "r": { "custom": { "slow": { } } } } } } }""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RestartRig _rig = null!;
    private SlowCondition _slow = null!;

    [SetUp]
    public void SetUp()
    {
        _slow = new SlowCondition();
        _rig = new RestartRig { Build = builder => builder.AddCondition("slow", _slow) };
    }

    [TearDown]
    public void TearDown()
    {
        _slow.Release();
        _rig.Dispose();
    }

    [Test]
    public async Task Off_OfAnotherSourceAndOfTheSame_IsLive()
    {
        var (slow, other) = (new InMemoryRuleProvider(FlagDocument.Parse(On), "slow"), new InMemoryRuleProvider(FlagDocument.Empty, "other"));
        var evaluator = _rig.Start(slow, other);
        var compiling = SetSlow(slow);

        var byAnother = Task.Run(() => other.SetJson("""{ "off": ["x"] }"""));
        await Until(() => !evaluator.IsEnabled("x"));
        var byTheSame = Task.Run(() => slow.SetJson("""{ "version": 3, "off": ["y"], "flags": { "y": true } }"""));
        await Until(() => !evaluator.IsEnabled("y"));

        Assert.That(compiling.IsCompleted, Is.False, "all that while the document compiles");
        Assert.That(evaluator.Status.Providers[0].State, Is.EqualTo(ProviderState.Waiting));
        Assert.That(evaluator.Status.Providers[0].Reason, Is.EqualTo("it is being compiled"));
        _slow.Release();
        await Task.WhenAll(compiling, byAnother, byTheSame).WaitAsync(Patience);
        await Until(() => evaluator.Status.Providers[0].DocumentVersion == 3);
        Assert.That(evaluator.IsEnabled("y"), Is.False);
    }

    [Test]
    public async Task Operator_MayDoEverythingThatMakesRulesSmaller()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Off), "source");
        var evaluator = _rig.Start(provider);
        provider.SetJson(On);
        var first = evaluator.Versions[1].Version;
        var compiling = SetSlow(provider);

        await evaluator.TurnOffAsync("x", "ann", "why").WaitAsync(Patience);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
        await evaluator.PinAsync(first, "ann", "why").WaitAsync(Patience);
        Assert.That(evaluator.IsEnabled("y"), Is.False);
        Assert.That(await evaluator.TurnOnAsync("x", "ann", "why").WaitAsync(Patience), Is.True);
        Assert.That(evaluator.IsEnabled("x"), Is.True);

        Assert.That(compiling.IsCompleted, Is.False);
        _slow.Release();
        await compiling.WaitAsync(Patience);
        Assert.That(evaluator.IsEnabled("y"), Is.False, "what has compiled meanwhile does not get past the pin");
        await evaluator.UnpinAsync("ann", "why").WaitAsync(Patience);
        Assert.That(evaluator.Status.Providers[0].DocumentVersion, Is.EqualTo(2));
    }

    [Test]
    public async Task Dispose_Ends_AndNothingIsPublishedAfterwards()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Off), "source");
        var evaluator = _rig.Start(provider);
        var compiling = SetSlow(provider);

        await Task.Run(evaluator.Dispose).WaitAsync(Patience);
        _slow.Release();
        await compiling.WaitAsync(Patience);

        Assert.That(evaluator.IsEnabled("y"), Is.False);
    }

    [Test]
    public async Task Host_FirstDocumentDoesNotEndCompiling_StartsAfterTheTimeout()
    {
        _rig.Configure = options => options.StartupTimeout = TimeSpan.FromSeconds(2);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        _rig.Add(builder.Services, new InMemoryRuleProvider(FlagDocument.Parse(Slow), "source"));
        using var host = builder.Build();

        var start = Task.Run(() => host.StartAsync());
        await _slow.Entered.WaitAsync(Patience);
        await Until(() => _rig.Clock.ArmedTimers > 0);
        Assert.That(start.IsCompleted, Is.False);
        _rig.Clock.Advance(TimeSpan.FromSeconds(2));
        await start.WaitAsync(Patience);

        var evaluator = host.Services.GetRequiredService<GrayEvaluator>();
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        _slow.Release();
        await Until(() => evaluator.IsEnabled("x"));
        await host.StopAsync();
    }

    [Test]
    public async Task Compile_ThatChangesTheRulesItself_Ends()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(On), "source");
        var evaluator = _rig.Start(provider);
        _slow.Release();
        _slow.Compiling = () =>
        {
            _slow.Compiling = null;
            provider.SetJson("""{ "version": 3, "flags": { "x": false } }""");
        };

        provider.SetJson(Slow);

        await Until(() => evaluator.Status.Providers[0].DocumentVersion == 3);
        Assert.That(evaluator.IsEnabled("x"), Is.False);
    }

    private static async Task Until(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Patience), "nothing happened");
            await Task.Yield();
        }
    }

    // Given when the document compiles, and does not get on.
    private Task SetSlow(InMemoryRuleProvider provider)
    {
        var setting = Task.Factory.StartNew(() => provider.SetJson(Slow), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.That(_slow.Entered.Wait(Patience), Is.True);
        return setting;
    }

    private sealed class SlowCondition : IGrayCondition
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();

        public Task Entered => _entered.Task;

        public Action? Compiling { get; set; }

        public void Release() => _gate.Set();

        public GrayConditionTest Compile(GrayConditionParameters parameters)
        {
            _entered.TrySetResult();
            _gate.Wait();
            Compiling?.Invoke();
            return (_, _) => true;
        }
    }
}
