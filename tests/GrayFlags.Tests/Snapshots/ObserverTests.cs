using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>Subscribers to the status: none of them can hold up the rules or one another.</summary>
internal sealed class ObserverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task OnChange_OneThrowsOneBlocks_OthersAndRulesGoOn()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": false } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        using var release = new ManualResetEventSlim();
        var blockedCalls = 0;
        var seen = new TaskCompletionSource<GrayFlagsStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var throws = evaluator.OnChange(_ => throw new InvalidOperationException());
        using var blocks = evaluator.OnChange(_ =>
        {
            Interlocked.Increment(ref blockedCalls);
            release.Wait(Patience);
        });
        using var listens = evaluator.OnChange(status =>
        {
            if (status.Generation == 101)
            {
                seen.TrySetResult(status);
            }
        });

        for (var change = 0; change < 100; change++)
        {
            provider.SetJson($$"""{ "version": {{change}}, "flags": { "f": true } }""");
        }

        var status = await seen.Task.WaitAsync(Patience);
        Assert.That(status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(Volatile.Read(ref blockedCalls), Is.LessThanOrEqualTo(1), "while it blocks, changes are coalesced");
        release.Set();
    }

    [Test]
    public async Task OnChange_HandlerReentersTheEvaluatorAndChangesRules_IsSafe()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": false } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = evaluator.OnChange(status =>
        {
            if (evaluator.IsEnabled("f"))
            {
                done.TrySetResult();
            }
            else
            {
                provider.SetJson("""{ "flags": { "f": true } }""");
            }
        });

        provider.SetJson("""{ "flags": { "f": false, "g": true } }""");

        await done.Task.WaitAsync(Patience);
        Assert.That(evaluator.IsEnabled("f"), Is.True);
    }

    [Test]
    public async Task OnChange_Disposed_IsNotCalledAgain()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": false } }"""));
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        var calls = 0;
        evaluator.OnChange(_ => Interlocked.Increment(ref calls)).Dispose();
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = evaluator.OnChange(_ => later.TrySetResult());

        provider.SetJson("""{ "flags": { "f": true } }""");

        await later.Task.WaitAsync(Patience);
        Assert.That(Volatile.Read(ref calls), Is.Zero);
    }
}
