using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Ready means that rules are applied: an answer alone is not enough.</summary>
[Fault("L4")]
internal sealed class ReadyTests
{
    private const string On = """{ "flags": { "f": true } }""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [TestCase("""{ "flags": { "f": 25 } }""")]
    [TestCase("""{ "off": ["f"], "flags": { "f": 25 } }""")]
    [TestCase("""{ "flags": { "f": { "rules": { "r": { "segments": ["ghost"] } } } } }""")]
    [TestCase("{")]
    public async Task Ready_DocumentRefused_OnlyWhenAGoodOneIsApplied(string refused)
    {
        var clock = new ManualTimeProvider();
        var provider = new ScriptedProvider().ThenJson(refused).ThenJson(On);
        using var evaluator = Create(clock, provider);
        var ready = evaluator.WaitForReadyAsync(Patience);

        Assert.That(ready.IsCompleted, Is.False);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));

        provider.Fire();

        Assert.That(await ready, Is.True);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public async Task Ready_SourceDown_TimeRunsOut()
    {
        var clock = new ManualTimeProvider();
        using var evaluator = Create(clock, new ScriptedProvider().Then(LoadResult.Unavailable("down")));
        var ready = evaluator.WaitForReadyAsync(Patience);

        clock.Advance(Patience - TimeSpan.FromTicks(1));
        Assert.That(ready.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(await ready, Is.False);
    }

    [Test]
    public void Ready_Cancelled_EndsTheWait()
    {
        using var evaluator = Create(new ManualTimeProvider(), new ScriptedProvider().Then(LoadResult.Unavailable("down")));
        using var cancellation = new CancellationTokenSource();
        var ready = evaluator.WaitForReadyAsync(Patience, cancellation.Token);

        cancellation.Cancel();

        Assert.That(async () => await ready, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Ready_SlowLoad_WhenItIsApplied()
    {
        var slow = new TaskCompletionSource<LoadResult>();
        using var evaluator = Create(new ManualTimeProvider(), new ScriptedProvider().Then(() => new ValueTask<LoadResult>(slow.Task)));
        var ready = evaluator.WaitForReadyAsync(Patience);
        Assert.That(ready.IsCompleted, Is.False);

        slow.SetResult(ScriptedProvider.Json(On));

        Assert.That(await ready, Is.True);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    private static GrayEvaluator Create(ManualTimeProvider clock, IRuleProvider provider) => GrayEvaluator.Create(builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(clock).AddGrayFlags(options => options.StartEmptyOnInvalidDocument = true);
        builder.AddProvider(provider);
    });
}
