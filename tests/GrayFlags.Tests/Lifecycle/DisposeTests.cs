using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Dispose at any moment, from anywhere: nothing throws, and the last rules keep answering.</summary>
[Fault("T6")]
internal sealed class DisposeTests
{
    private const string On = """{ "flags": { "f": true, "g": false } }""";
    private const string Other = """{ "flags": { "f": true, "g": true } }""";
    private const int Rounds = 1_000;

    [Test]
    public void Dispose_TwiceWhileReloadingAndEvaluating_ThrowsNothing()
    {
        using var log = new RecordingLoggerFactory();
        for (var round = 0; round < Rounds; round++)
        {
            var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
            var evaluator = Create(log, provider);
            using var start = new Barrier(4);
            Task[] tasks =
            [
                Racing(start, () => provider.SetJson(Other)),
                Racing(start, () => Assert.That(evaluator.IsEnabled("f"), Is.True)),
                Racing(start, evaluator.Dispose),
                Racing(start, evaluator.Dispose),
            ];
            Task.WaitAll(tasks);

            // What was on its way has arrived; what comes now arrives no more.
            var generation = evaluator.Status.Generation;
            provider.SetJson("""{ "flags": { "f": false } }""");
            Assert.That(evaluator.IsEnabled("f"), Is.True, $"round {round}");
            Assert.That(evaluator.Status.Generation, Is.EqualTo(generation), $"round {round}");
        }

        Assert.That(log.Entries.Where(entry => entry.Level >= LogLevel.Warning && entry.EventId.Id != 121), Is.Empty);
    }

    [TestCase(true), TestCase(false)]
    public void Dispose_DuringALoad_ItsEndChangesNothing(bool isThrowing)
    {
        using var log = new RecordingLoggerFactory();
        var slow = new TaskCompletionSource<LoadResult>();
        var provider = new ScriptedProvider().ThenJson(On).Then(() => new ValueTask<LoadResult>(slow.Task));
        var evaluator = Create(log, provider);
        provider.Fire();
        Assert.That(provider.LoadsInFlight, Is.EqualTo(1));

        evaluator.Dispose();
        if (isThrowing)
        {
            slow.SetException(new ObjectDisposedException("source"));
        }
        else
        {
            slow.SetResult(ScriptedProvider.Json(Other));
        }

        Assert.That(provider.LoadsInFlight, Is.Zero);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.IsEnabled("g"), Is.False);
        Assert.That(log.Entries.Where(entry => entry.Level >= LogLevel.Warning && entry.EventId.Id != 121), Is.Empty);
    }

    [Test]
    public void Dispose_WithinALoad_TakesNothingMore()
    {
        using var log = new RecordingLoggerFactory();
        using var handled = new ManualResetEventSlim();
        GrayEvaluator? evaluator = null;
        var provider = new ScriptedProvider().ThenJson(On).Then(() =>
        {
            evaluator!.Dispose();
            return new ValueTask<LoadResult>(ScriptedProvider.Json(Other));
        });
        evaluator = Create(log, provider);
        using var subscription = evaluator.OnChange(_ => handled.Set());

        provider.Fire();

        Assert.That(provider.Loads, Is.EqualTo(2));
        Assert.That(evaluator.IsEnabled("g"), Is.False, "what a load brings after the end is not taken");
        Assert.That(handled.IsSet, Is.False);
        Assert.That(log.Entries.Where(entry => entry.Level >= LogLevel.Warning && entry.EventId.Id != 121), Is.Empty);
    }

    [Test]
    public void Dispose_WithAStateDirectory_RacesWithReloadsUnharmed()
    {
        using var log = new RecordingLoggerFactory();
        using var folder = new TempFolder();
        for (var round = 0; round < Rounds / 10; round++)
        {
            var provider = new InMemoryRuleProvider(FlagDocument.Parse(On));
            var evaluator = Create(log, provider, folder["state"]);
            using var start = new Barrier(3);
            Task.WaitAll(Racing(start, () => provider.SetJson(Other)), Racing(start, evaluator.Dispose), Racing(start, evaluator.Dispose));
            Assert.That(evaluator.IsEnabled("f"), Is.True, $"round {round}");
        }

        Assert.That(log.Entries.Where(entry => entry.Level >= LogLevel.Warning && entry.EventId.Id != 121), Is.Empty);
    }

    private static Task Racing(Barrier start, Action action) => Task.Factory.StartNew(
        () =>
        {
            start.SignalAndWait();
            action();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static GrayEvaluator Create(RecordingLoggerFactory log, IRuleProvider provider, string? state = null) => GrayEvaluator.Create(builder =>
    {
        builder.Services.AddSingleton<ILoggerFactory>(log).AddGrayFlags(options => options.StateDirectory = state);
        builder.AddProvider(provider);
    });
}
