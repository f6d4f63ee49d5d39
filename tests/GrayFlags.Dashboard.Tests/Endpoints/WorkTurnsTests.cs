using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Endpoints;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>Work that takes a core: one at a time, nobody waits for long, and for nobody who has left.</summary>
public sealed class WorkTurnsTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Others_WaitForFiveSeconds_AndAreToldSo()
    {
        var clock = new ManualTimeProvider();
        var turns = new WorkTurns(clock);
        using var go = new ManualResetEventSlim();
        var first = Task.Run(() => turns.RunAsync(new DefaultHttpContext(), _ =>
        {
            go.Wait(Generous, CancellationToken.None);
            return Answer.NotFound("x");
        }));
        Assert.That(SpinWait.SpinUntil(() => !IsFree(turns), Generous), Is.True);
        var waiting = turns.RunAsync(new DefaultHttpContext(), static _ => Answer.NotFound("y"));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await waiting.WaitAsync(Generous)).Status, Is.EqualTo(503));
        go.Set();
        Assert.That((await first.WaitAsync(Generous)).Status, Is.EqualTo(404));
        Assert.That((await turns.RunAsync(new DefaultHttpContext(), static _ => Answer.NotFound("z"))).Status, Is.EqualTo(404));
    }

    [Test]
    public void Work_IsGivenTheTokenOfTheRequest_AndItsTurnEnds()
    {
        var turns = new WorkTurns(new ManualTimeProvider());
        using var left = new CancellationTokenSource();
        var http = new DefaultHttpContext { RequestAborted = left.Token };

        Assert.That(
            async () => await turns.RunAsync(http, token =>
            {
                left.Cancel();
                token.ThrowIfCancellationRequested();
                return Answer.NotFound("x");
            }),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(IsFree(turns), Is.True);
    }

    private static bool IsFree(WorkTurns turns) => turns.RunAsync(new DefaultHttpContext(), static _ => Answer.NotFound("x")).IsCompletedSuccessfully;
}
