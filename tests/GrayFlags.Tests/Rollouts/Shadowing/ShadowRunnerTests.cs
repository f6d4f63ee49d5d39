using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Shadowing;

/// <summary>Upgraded calls beside original ones: what they show, and what they must never touch.</summary>
/// <remarks>A run of an earlier test may still be putting its timer away: each test has a clock of its own.</remarks>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShadowRunnerTests
{
    private const string Flag = "pricing";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();

    [TestCase(5, 5, ShadowVerdict.Match)]
    [TestCase(5, 6, ShadowVerdict.Mismatch)]
    [TestCase(null, null, ShadowVerdict.Match, Description = "both fail")]
    [TestCase(5, null, ShadowVerdict.Mismatch)]
    [TestCase(null, 5, ShadowVerdict.Mismatch)]
    public async Task Answers_AreCompared(int? original, int? upgraded, ShadowVerdict expected)
    {
        using var runner = Runner();

        var result = await RunAsync(runner, Answered(original), _ => Answered(upgraded));

        Assert.That(result.Verdict, Is.EqualTo(expected));
        Assert.That(result.Error?.Message, Is.EqualTo(original is not null && upgraded is null ? "failed" : null));
    }

    [Test]
    public async Task Comparison_IsTheCallersOwn()
    {
        using var runner = Runner();

        Assert.That((await RunAsync(runner, Answered(5), _ => Answered(6), (a, b) => Math.Abs(a - b) <= 1)).Verdict, Is.EqualTo(ShadowVerdict.Match));
        var thrown = await RunAsync(runner, Answered(5), _ => Answered(5), (_, _) => throw new InvalidOperationException("comparison"));
        Assert.That((thrown.Verdict, thrown.Error?.Message), Is.EqualTo((ShadowVerdict.Mismatch, "comparison")));
    }

    // Before there is a task to wait for.
    [Test]
    public async Task UpgradedCall_ThatThrowsAtOnceOrGivesNoTask_IsAMismatch()
    {
        using var runner = Runner();

        Assert.That((await RunAsync(runner, Answered(5), _ => throw new InvalidOperationException("at once"))).Error?.Message, Is.EqualTo("at once"));
        Assert.That((await RunAsync(runner, Answered(5), _ => null!)).Verdict, Is.EqualTo(ShadowVerdict.Mismatch));
    }

    [Test]
    public async Task UpgradedCall_ThatTakesTooLong_IsAskedToStop()
    {
        using var runner = Runner();
        var started = Signal();
        var stopped = Signal();
        var report = Report(out var reported);
        runner.TryRun(
            Flag,
            Answered(5),
            async cancellationToken =>
            {
                using var registration = cancellationToken.Register(() => stopped.SetResult());
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return 5;
            },
            report: report);
        await started.Task;
        _clock.Advance(Limit - TimeSpan.FromTicks(1));
        var isReportedEarly = reported.IsCompleted;
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(isReportedEarly, Is.False);
        Assert.That((await reported).Verdict, Is.EqualTo(ShadowVerdict.TimedOut));
        await stopped.Task;
    }

    // What hangs on a token's callback would end the process, thrown on a timer's thread.
    [Test]
    public async Task UpgradedCall_WhoseCallbackThrows_IsReportedAllTheSame()
    {
        using var runner = Runner();
        var started = Signal();
        var report = Report(out var reported);
        runner.TryRun(
            Flag,
            Answered(5),
            async cancellationToken =>
            {
                cancellationToken.Register(() => throw new InvalidOperationException());
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return 5;
            },
            report: report);
        await started.Task;

        Assert.That(() => _clock.Advance(Limit), Throws.Nothing);
        Assert.That((await reported).Verdict, Is.EqualTo(ShadowVerdict.TimedOut));
    }

    [Test]
    public async Task UpgradedCall_ThatHangs_KeepsItsPlace()
    {
        using var runner = Runner(capacity: 1, concurrency: 1);
        var (hanging, started) = (new TaskCompletionSource<int>(), Signal());
        var report = Report(out var first);
        runner.TryRun(
            Flag,
            Answered(5),
            _ =>
            {
                started.SetResult();
                return hanging.Task;
            },
            report: report);
        await started.Task;
        _clock.Advance(Limit);
        Assert.That((await first).Verdict, Is.EqualTo(ShadowVerdict.TimedOut));
        var isSecondRun = false;
        var second = Report(out var secondResult);
        Assert.That(runner.TryRun(Flag, Answered(5), _ => Answered(isSecondRun = true, 5), report: second), Is.True);
        Assert.That(await RunAsync(runner, Answered(5), _ => Answered(5)), Is.EqualTo(new ShadowResult(ShadowVerdict.Dropped)), "one runs and one waits");
        Assert.That(isSecondRun, Is.False);
        hanging.SetResult(5);

        Assert.That((await secondResult).Verdict, Is.EqualTo(ShadowVerdict.Match), "the next has its turn");
        Assert.That(isSecondRun, Is.True);
    }

    [Test]
    public async Task Flood_IsBounded()
    {
        const int concurrency = 2;
        const int capacity = 5;
        using var runner = Runner(capacity, concurrency);
        var isFull = Signal();
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var results = new List<Task<ShadowResult>>();
        var (running, most, taken) = (0, 0, 0);
        for (var call = 0; call < 1000; call++)
        {
            var report = Report(out var result);
            results.Add(result);
            taken += runner.TryRun(Flag, Answered(5), HoldAsync, report: report) ? 1 : 0;
        }

        Assert.That(taken, Is.EqualTo(concurrency + capacity));
        Assert.That(results.Count(result => result.IsCompleted), Is.EqualTo(1000 - taken), "who is dropped hears so at once");
        await isFull.Task;
        gate.SetResult(5);
        var verdicts = (await Task.WhenAll(results)).CountBy(result => result.Verdict).ToDictionary();
        Assert.That(verdicts, Is.EquivalentTo(new Dictionary<ShadowVerdict, int> { [ShadowVerdict.Match] = taken, [ShadowVerdict.Dropped] = 1000 - taken }));
        Assert.That(most, Is.EqualTo(concurrency));

        async Task<int> HoldAsync(CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == concurrency)
            {
                isFull.TrySetResult();
            }

            var answer = await gate.Task;
            Interlocked.Decrement(ref running);
            return answer;
        }
    }

    [Test]
    public async Task NothingAmbient_GoesAlong()
    {
        using var runner = Runner();
        var ambient = new AsyncLocal<string?> { Value = "of the request" };
        string? seen = "not run";

        await RunAsync(runner, Answered(5), _ => Answered(() => seen = ambient.Value, 5));

        Assert.That(seen, Is.Null);
        Assert.That(ambient.Value, Is.EqualTo("of the request"));
    }

    [Test]
    public void OriginalCall_ThatWasCancelled_IsNotRunAgain()
    {
        using var runner = Runner();
        var isRun = false;

        Assert.That(
            runner.TryRun(Flag, Task.FromCanceled<int>(new CancellationToken(true)), _ => Answered(isRun = true, 5), report: _ => isRun = true), Is.False);
        Assert.That(() => runner.TryRun(Flag, new TaskCompletionSource<int>().Task, _ => Answered(5)), Throws.ArgumentException);
        Assert.That(isRun, Is.False);
    }

    [Test]
    public async Task Report_ThatThrows_LosesNoPlace()
    {
        using var runner = Runner(capacity: 1, concurrency: 1);
        var isReported = Signal();
        runner.TryRun(
            Flag,
            Answered(5),
            _ => Answered(5),
            report: _ =>
            {
                isReported.SetResult();
                throw new InvalidOperationException();
            });
        await isReported.Task;

        Assert.That((await RunAsync(runner, Answered(5), _ => Answered(5))).Verdict, Is.EqualTo(ShadowVerdict.Match));
    }

    [Test]
    public async Task Dispose_StopsWhatRunsAndDropsWhatWaits()
    {
        var runner = Runner(capacity: 1, concurrency: 1);
        var (started, ended) = (Signal(), Signal());
        var (first, second, third) = (Report(out var running), Report(out var waiting), Report(out var late));
        runner.TryRun(Flag, Answered(5), HangAsync, report: first);
        await started.Task;
        runner.TryRun(Flag, Answered(5), HangAsync, report: second);

        runner.Dispose();
        var isTaken = runner.TryRun(Flag, Answered(5), HangAsync, report: third);

        Assert.That(
            (running.Result.Verdict, waiting.Result.Verdict, late.Result.Verdict, isTaken),
            Is.EqualTo((ShadowVerdict.Dropped, ShadowVerdict.Dropped, ShadowVerdict.Dropped, false)));
        await ended.Task;

        async Task<int> HangAsync(CancellationToken cancellationToken)
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                ended.SetResult();
            }

            return 5;
        }
    }

    [Test]
    public async Task EndedRuns_LeaveNoTimer()
    {
        using var runner = Runner(capacity: 1, concurrency: 1);
        await RunAsync(runner, Answered(5), _ => Answered(5));

        // With one place, the second begins when all of the first is over.
        var timers = 0;
        await RunAsync(runner, Answered(5), _ => Answered(() => timers = _clock.ArmedTimers, 5));

        Assert.That(timers, Is.EqualTo(1), "its own");
    }

    [TestCase(0, 0)]
    [TestCase(0.001, 100)]
    [TestCase(0.1, 10_000)]
    [TestCase(0.5, 50_000)]
    [TestCase(1, 100_000)]
    public void Sample_TakesItsShare(double share, int expected)
    {
        using var runner = Runner();

        var (even, odd) = (0, 0);
        for (var call = 0; call < 100_000; call++)
        {
            var isTaken = runner.IsSampled(share) ? 1 : 0;
            (even, odd) = call % 2 == 0 ? (even + isTaken, odd) : (even, odd + isTaken);
        }

        Assert.That(even + odd, Is.EqualTo(expected).Within(3));
        Assert.That(even, Is.EqualTo(odd).Within(6), "also where two callers take turns");
    }

    private static Task<int> Answered(int? answer) =>
        answer is { } given ? Task.FromResult(given) : Task.FromException<int>(new InvalidOperationException("failed"));

    private static Task<int> Answered(bool _, int answer) => Task.FromResult(answer);

    private static Task<int> Answered(Action meanwhile, int answer)
    {
        meanwhile();
        return Task.FromResult(answer);
    }

    private static Task<ShadowResult> RunAsync(
        ShadowRunner runner, Task<int> original, Func<CancellationToken, Task<int>> upgraded, Func<int, int, bool>? equal = null)
    {
        var report = Report(out var result);
        runner.TryRun(Flag, original, upgraded, equal, report);
        return result;
    }

    private static Action<ShadowResult> Report(out Task<ShadowResult> result)
    {
        var reported = new TaskCompletionSource<ShadowResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        result = reported.Task;
        return reported.SetResult;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = Volatile.Read(ref most))
        {
        }
    }

    private ShadowRunner Runner(int capacity = 64, int concurrency = 4) => new(capacity, concurrency, Limit, _clock, null);
}
