using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Updating;

/// <summary>One load in flight, changes coalesced, loads that take their time.</summary>
internal sealed class LoadOrderTests
{
    private const string On = """{ "flags": { "f": true } }""";
    private const string Off = """{ "flags": { "f": false } }""";

    [Test]
    public async Task Changes_WhileALoadIsInFlight_AreCoalescedIntoOneMore()
    {
        var slow = new TaskCompletionSource<LoadResult>();
        var provider = new ScriptedProvider().ThenJson(Off).Then(() => new ValueTask<LoadResult>(slow.Task)).ThenJson(On);
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var seen = Changes(evaluator);

        provider.Fire();
        for (var change = 0; change < 100; change++)
        {
            provider.Fire();
        }

        Assert.That(provider.Loads, Is.EqualTo(2), "the first at the start, the second in flight");
        slow.SetResult(ScriptedProvider.Json(Off));
        await seen;

        Assert.That(evaluator.IsEnabled("f"), Is.True, "the last content wins");
        Assert.That(provider.Loads, Is.EqualTo(3));
        Assert.That(provider.MostLoadsInFlight, Is.EqualTo(1));
    }

    [Test, Fault("C6")]
    public void Change_FiredInsideTheLoad_IsTakenAfterIt()
    {
        ScriptedProvider provider = null!;
        provider = new ScriptedProvider().ThenJson(Off).Then(() =>
        {
            provider.Fire();
            return new ValueTask<LoadResult>(ScriptedProvider.Json(Off));
        }).ThenJson(On);
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));

        provider.Fire();

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(provider.MostLoadsInFlight, Is.EqualTo(1));
    }

    [Test]
    public void Provider_ThatFiresAtEachLoad_NeitherSpinsNorGoesDeaf()
    {
        var clock = new ManualTimeProvider();
        ScriptedProvider provider = null!;
        provider = new ScriptedProvider().Then(() =>
        {
            provider.Fire();
            return new ValueTask<LoadResult>(ScriptedProvider.Json(provider.Loads > 8 ? On : Off));
        });
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddProvider(provider);
        });
        var loads = provider.Loads;
        Assert.That(loads, Is.LessThanOrEqualTo(8));

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(provider.Loads, Is.InRange(loads + 1, loads + 8));
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    // A provider that reports changes in a hot loop, from outside of its loads: its source, a database perhaps, must not be asked as often.
    // On a thread of the pool, where no context of the tests is in the way, a load that ends is taken on the thread that ends it.
    [Test, Fault("R11")]
    public Task Provider_ThatFiresWithoutEnd_LoadsEightTimesASecond() => Task.Run(() =>
    {
        var clock = new ManualTimeProvider();
        TaskCompletionSource<LoadResult> load = new();
        var provider = new ScriptedProvider().Then(() => new ValueTask<LoadResult>((load = new TaskCompletionSource<LoadResult>()).Task));
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddProvider(provider);
        });
        for (var second = 1; second <= 3; second++)
        {
            for (var change = 0; change < 1000; change++)
            {
                provider.Fire();
                load.TrySetResult(ScriptedProvider.Json(Off));
            }

            Assert.That(provider.Loads, Is.EqualTo(8 * second));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        load.TrySetResult(ScriptedProvider.Json(On));
        Assert.That(provider.Loads, Is.EqualTo(25), "the last change is not lost");
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    });

    // What is written into memory is live when the writer goes on, however often it is written.
    [Test, Fault("R11")]
    public void Provider_ThatLoadsAtOnce_IsNeverPutOff()
    {
        var clock = new ManualTimeProvider();
        var provider = new InMemoryRuleProvider();
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddProvider(provider);
        });

        for (var write = 0; write < 1000; write++)
        {
            provider.SetJson(write % 2 == 0 ? On : Off);
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(write % 2 == 0));
        }
    }

    [Test, Fault("R11")]
    public async Task Serving_ThatReportsAChange_NeitherSpinsNorGoesDeaf()
    {
        var clock = new ManualTimeProvider();
        ScriptedProvider provider = null!;
        provider = new ScriptedProvider().Then(() => new ValueTask<LoadResult>(LoadResult.Loaded(FlagDocument.Parse(On), () => provider.Fire())));
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddProvider(provider);
        });

        await AfterTheRow(8);
        clock.Advance(TimeSpan.FromSeconds(1));
        await AfterTheRow(16);
        clock.Advance(TimeSpan.FromSeconds(1));
        await AfterTheRow(24);
        Assert.That(evaluator.IsEnabled("f"), Is.True);

        // The pause is armed when a row is over.
        async Task AfterTheRow(int loads)
        {
            var started = TimeProvider.System.GetTimestamp();
            while (provider.Loads < loads || clock.ArmedTimers == 0)
            {
                Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(60)), $"{provider.Loads} loads");
                await Task.Yield();
            }

            Assert.That(provider.Loads, Is.EqualTo(loads));
        }
    }

    [Test]
    public async Task AsyncProvider_ReadyWhenItsRulesAreLive()
    {
        var slow = new TaskCompletionSource<LoadResult>();
        var provider = new ScriptedProvider().Then(() => new ValueTask<LoadResult>(slow.Task));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        Assert.That(evaluator.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        Assert.That(await evaluator.WaitForReadyAsync(TimeSpan.Zero), Is.False);

        var ready = evaluator.WaitForReadyAsync(TimeSpan.FromMinutes(1));
        slow.SetResult(ScriptedProvider.Json(On));

        Assert.That(await ready, Is.True);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public void Start_DocumentsThatReferToEachOther_AreCompiledTogether()
    {
        var flags = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "segments": ["s"] } } } } }"""));
        var segments = new InMemoryRuleProvider(FlagDocument.Parse("""{ "segments": { "s": { "users": ["u"] } } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(flags).AddProvider(segments));

        Assert.That(evaluator.IsEnabled("f", new GrayContext("u")), Is.True);
        Assert.That(evaluator.Status.Generation, Is.EqualTo(1));
    }

    private static Task Changes(GrayEvaluator evaluator)
    {
        var on = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        evaluator.OnChange(_ =>
        {
            if (evaluator.IsEnabled("f"))
            {
                on.TrySetResult();
            }
        });
        return on.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
