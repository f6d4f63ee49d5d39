using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>A canary that never answers, behind a real Kestrel, whose clients give up: the way in which most new versions break.</summary>
[Fault("G11")]
public sealed class HangingCanaryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [TestCase(false, Description = "clients give up")]
    [TestCase(true, Description = "nobody gives up")]
    public async Task Canary_ThatHangs_IsNeverPromoted(bool isPatient)
    {
        using var hanging = new SemaphoreSlim(0);
        using var gone = new SemaphoreSlim(0);
        await using var site = await OutcomeSite.StartAsync(
            app => app.MapGrayUpgrade(
                "/orders",
                OutcomeSite.Flag,
                () => "old",
                async (CancellationToken aborted) =>
                {
                    hanging.Release();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, aborted);
                    }
                    finally
                    {
                        gone.Release();
                    }

                    return "new";
                }),
            isReal: true,
            hold: "00:00:08");

        using var end = new CancellationTokenSource();
        var waiting = new List<Task>();
        var hung = 0;
        var hangs = hanging.WaitAsync();
        for (var user = 0; user < 400 && site.Phase == RolloutPhase.Running && site.Status.Record.Stage == 0; user++)
        {
            using var impatient = new CancellationTokenSource();
            var answer = GetAsync(site, $"u{user}", isPatient ? end.Token : impatient.Token);
            if (await Task.WhenAny(answer, hangs) == hangs)
            {
                (hung, hangs) = (hung + 1, hanging.WaitAsync());
                site.Time.Advance(Patience);
                if (isPatient)
                {
                    waiting.Add(answer);
                }
                else
                {
                    await impatient.CancelAsync();
                    await gone.WaitAsync();
                    await answer;
                }
            }
            else
            {
                site.Time.Advance(TimeSpan.FromMilliseconds(50));
            }
        }

        var status = site.Status;
        await end.CancelAsync();
        await Task.WhenAll(waiting);

        Assert.That(status.Record.Phase, Is.EqualTo(RolloutPhase.RolledBack), status.Record.Reason);
        Assert.That(status.Canary.NotEnded, Is.GreaterThan(0));
        Assert.That(hung, Is.LessThan(60));
    }

    private static async Task<bool> GetAsync(OutcomeSite site, string user, CancellationToken patience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.Add("Test", user);
        try
        {
            using var response = await site.Site.Client.SendAsync(request, patience);
            return response.IsSuccessStatusCode;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
