using System.Diagnostics.Metrics;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>ROLLOUTS.md, "In code" and "Shadow": the seamless upgrade of one call.</summary>
public sealed class UpgradeAsyncTests
{
    private static readonly GrayContext User = new("u");

    [Test]
    public async Task TheFlagPicks_AndTheOutcomeIsRecorded()
    {
        using var site = new Site(percentage: 100);
        var answer = await site.UpgradeAsync(_ => Task.FromResult(1), _ => Task.FromResult(2));
        using var off = new Site(percentage: 0);
        var other = await off.UpgradeAsync(_ => Task.FromResult(1), _ => Task.FromResult(2));

        Assert.That((answer, other), Is.EqualTo((2, 1)));
        Assert.That(site.Outcomes(), Is.EqualTo((1, 0, 0, 0)));
        Assert.That(off.Outcomes(), Is.EqualTo((0, 0, 1, 0)));
    }

    [Test]
    public void UpgradedFails_TheCallerGetsTheException_AndItCounts()
    {
        using var site = new Site(percentage: 100);

        Assert.That(async () => await site.UpgradeAsync(_ => Task.FromResult(1), _ => throw new TimeoutException("new")), Throws.TypeOf<TimeoutException>());
        Assert.That(site.Outcomes(), Is.EqualTo((1, 1, 0, 0)));
    }

    [Test]
    public async Task UpgradedFails_WithAWayBack_TheCallerGetsTheOriginalAnswer_AndItStillCounts()
    {
        using var site = new Site(percentage: 100);

        var answer = await site.UpgradeAsync(
            _ => Task.FromResult(1),
            async _ => throw await Task.FromResult(new TimeoutException("new")),
            new UpgradeOptions<int> { OnUpgradedError = UpgradeFallback.ToOriginal });

        Assert.That(answer, Is.EqualTo(1));
        Assert.That(site.Outcomes(), Is.EqualTo((1, 1, 0, 0)));
    }

    [Test]
    public void OriginalFails_ItCountsForTheControl()
    {
        using var site = new Site(percentage: 0);

        Assert.That(async () => await site.UpgradeAsync(_ => throw new TimeoutException("old"), _ => Task.FromResult(2)), Throws.TypeOf<TimeoutException>());
        Assert.That(site.Outcomes(), Is.EqualTo((0, 0, 1, 1)));
    }

    [TestCase(0)]
    [TestCase(100)]
    public void CallerGoesAway_TellsNothing(int percentage)
    {
        using var site = new Site(percentage);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Func<CancellationToken, Task<int>> call = token => Task.FromCanceled<int>(token);

        var options = new UpgradeOptions<int> { OnUpgradedError = UpgradeFallback.ToOriginal };
        Assert.That(
            async () => await site.Flags.UpgradeAsync("f", User, call, call, options, cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(site.Outcomes(), Is.EqualTo((0, 0, 0, 0)));
    }

    [Test]
    public async Task ShadowStage_RunsTheUpgradedOneAfterwards_AndOnlyTheComparisonCounts()
    {
        using var site = new Site(percentage: 0, shadow: 1);
        var options = new UpgradeOptions<int> { IsFreeOfSideEffects = true, Equal = (one, other) => Math.Abs(one - other) < 2 };

        Assert.That(await site.UpgradeAsync(_ => Task.FromResult(1), _ => Task.FromResult(2), options), Is.EqualTo(1));
        await site.ShadowsAsync(1);
        Assert.That(await site.UpgradeAsync(_ => Task.FromResult(1), _ => Task.FromResult(3), options), Is.EqualTo(1));
        await site.ShadowsAsync(2);
        Assert.That(
            await site.UpgradeAsync(_ => Task.FromResult(1), _ => throw new TimeoutException("new"), options), Is.EqualTo(1), "success against failure");
        await site.ShadowsAsync(3);
        Assert.That(
            async () => await site.UpgradeAsync(_ => throw new TimeoutException("old"), _ => Task.FromResult(3), options),
            Throws.TypeOf<TimeoutException>(),
            "threw before it gave a task: nothing to compare");
        Assert.That(
            async () => await site.UpgradeAsync(async _ => throw await Task.FromResult(new TimeoutException("old")), _ => Task.FromResult(3), options),
            Throws.TypeOf<TimeoutException>());
        await site.ShadowsAsync(4);

        var guard = site.Guard("mismatch");
        Assert.That((guard.Control.Count, Math.Round(guard.Control.Mean * guard.Control.Count)), Is.EqualTo((4, 3)));
        Assert.That(site.Guard("errors").Canary.Count, Is.Zero, "a shadow is nobody's outcome");
    }

    [Test]
    public async Task ShadowStage_NeverRunsTwiceWhatIsNotFreeOfSideEffects()
    {
        using var site = new Site(percentage: 0, shadow: 1);
        var runs = 0;

        await site.UpgradeAsync(_ => Task.FromResult(1), _ => Task.FromResult(++runs));

        Assert.That(runs, Is.Zero);
        Assert.That(site.Guard("mismatch").Control.Count, Is.Zero);
    }

    [Test]
    public async Task Shadow_ThatHangs_IsAMismatchWhenItsTimeIsOver_AndHoldsNobodyUp()
    {
        using var site = new Site(percentage: 0, shadow: 1);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var answer = await site.UpgradeAsync(
            _ => Task.FromResult(1),
            token =>
            {
                started.SetResult();
                return Task.Delay(Timeout.Infinite, token).ContinueWith(_ => 2, TaskScheduler.Default);
            },
            new UpgradeOptions<int> { IsFreeOfSideEffects = true });
        await started.Task;

        Assert.That(answer, Is.EqualTo(1));
        site.Time.Advance(TimeSpan.FromSeconds(11));
        await site.ShadowsAsync(1);
        Assert.That(site.Guard("mismatch").Control.Mean, Is.EqualTo(1));
    }

    private sealed class Site : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly SemaphoreSlim _shadow = new(0);
        private int _shadows;

        public Site(double percentage, double shadow = 0)
        {
            Flags = GrayEvaluator.Create(builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(Time);
                builder.AddRolloutStore(new InMemoryRolloutStore()).AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(FormattableString.Invariant($$"""
                    { "flags": { "f": { "rollout": {
                      "stages": [ { "name": "one", "percentage": {{percentage}}, "shadow": {{shadow}}, "hold": "1.00:00:00" } ],
                      "settle": "00:00:01", "health": { "splitMismatch": "none", "silentArm": "none" },
                      "guards": {
                        "errors": { "metric": "error", "onBreach": "none" },
                        "mismatch": { "metric": "mismatch", "compare": "limit", "max": 0.5, "onBreach": "none" } } } } } }
                    """))));
            });
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "grayflags.shadows")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _shadow.Release());
            _listener.Start();
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        public ManualTimeProvider Time { get; } = new();

        public GrayEvaluator Flags { get; }

        public Task<int> UpgradeAsync(
            Func<CancellationToken, Task<int>> original, Func<CancellationToken, Task<int>> upgraded, UpgradeOptions<int>? options = null) =>
            Flags.UpgradeAsync("f", User, original, upgraded, options);

        /// <summary>
        /// Waits until this many shadows have ended in total. They are counted just before they are recorded, so their records may take another moment: the
        /// queue announces the next one after that.
        /// </summary>
        public async Task ShadowsAsync(int count)
        {
            for (; _shadows < count; _shadows++)
            {
                await _shadow.WaitAsync();
            }

            while (Guard("mismatch").Control.Count < count)
            {
                await Task.Yield();
            }
        }

        public RolloutGuardStatus Guard(string name)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Flags.Rollouts.GetStatus("f")!.Guards.Single(guard => guard.Name == name);
        }

        public (long Canary, double CanaryBad, long Control, double ControlBad) Outcomes()
        {
            var guard = Guard("errors");
            return (guard.Canary.Count, guard.Canary.Count * guard.Canary.Mean, guard.Control.Count, guard.Control.Count * guard.Control.Mean);
        }

        public void Dispose()
        {
            _listener.Dispose();
            _shadow.Dispose();
            Flags.Dispose();
        }
    }
}
