using System.Net;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>Requests as the outcomes of what they ask for, behind a real Kestrel. The clock of the rollout is the test's own.</summary>
public sealed class RequestOutcomeTests
{
    private const string Rules = """
        { "flags": { "orders-v2": {
          "rules": { "staff": { "users": ["boss"] } },
          "rollout": {
            "stages": [ { "name": "canary", "percentage": 5, "hold": "1.00:00:00" }, { "name": "all", "percentage": 100 } ],
            "guards": { "errors": { "metric": "error" } },
            "health": { "noData": "none" } } } } }
        """;

    [Test]
    public async Task CanaryThatStartsToFail_IsRolledBackWithinTheExpectedFailures()
    {
        var time = new ManualTimeProvider();
        var isBroken = false;
        await using var site = await StartAsync(
            time,
            app => app.MapGrayUpgrade("/orders", "orders-v2", () => Results.Text("old"), () => isBroken ? Results.StatusCode(500) : Results.Text("new")));
        time.Advance(TimeSpan.FromSeconds(1));
        var rollouts = site.Services.GetRequiredService<IGrayRollouts>();
        var changes = new List<RolloutChange>();
        rollouts.Changed += (_, change) => changes.Add(change);

        var healthy = await AskAsync(site, time, 0, 600, () => false);
        isBroken = true;
        var broken = await AskAsync(site, time, 600, 12_000, () => rollouts.GetStatus("orders-v2")!.Record.Phase == RolloutPhase.RolledBack);

        // At a share of 5 % a canary that always fails takes about 7 failures on average; the test looks once a second of 20 requests.
        Assert.That(healthy, Is.EqualTo((0, 0)), "failures of canary and control before");
        Assert.That(broken.Control, Is.Zero, "control users never see an error");
        Assert.That(broken.Canary, Is.InRange(1, 20));
        var record = rollouts.GetStatus("orders-v2")!.Record;
        Assert.That(record.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(record.Reason, Does.StartWith("guard 'errors' breached"));
        Assert.That(await AskAllAsync(site, 0, 200), Has.All.EqualTo("200 old"), "everyone has the original again");
        Assert.That(await site.GetAsync("/orders", ("Test", "boss")), Is.EqualTo("200 old"), "staff included");
    }

    [Test]
    public async Task BadFeedback_GivesThatUserTheOldVersionAtTheNextRequest()
    {
        var time = new ManualTimeProvider();
        await using var site = await StartAsync(time, app =>
        {
            app.MapGrayUpgrade("/orders", "orders-v2", () => "old", () => "new");
            app.MapPost("/feedback", async (IGrayFeedback feedback, IGrayContextAccessor accessor) =>
                (await feedback.ReportAsync("orders-v2", accessor.Context!, new GrayFeedback { Negative = true, Comment = "slow" })).ToString());
        });
        time.Advance(TimeSpan.FromSeconds(1));
        var users = Enumerable.Range(0, 500).Select(index => $"u{index}").ToList();
        var canaries = new List<string>();
        foreach (var user in users)
        {
            if (await site.GetAsync("/orders", ("Test", user)) == "200 new")
            {
                canaries.Add(user);
            }
        }

        using var answer = await site.SendAsync(HttpMethod.Post, "/feedback", ("Test", canaries[0]));

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("RecordedAndRemoved"));
        Assert.That(await site.GetAsync("/orders", ("Test", canaries[0])), Is.EqualTo("200 old"));
        Assert.That(await site.GetAsync("/orders", ("Test", canaries[1])), Is.EqualTo("200 new"), "the others stay");
    }

    [Test]
    public async Task Requests_AreCountedByTheirArm_AndAreEvidenceOnceForEachUser()
    {
        var time = new ManualTimeProvider();
        await using var site = await StartAsync(time, app =>
        {
            app.MapGrayUpgrade("/orders", "orders-v2", () => "old", () => "new");
            app.MapGet("/throws", (IGrayEvaluator flags) => flags.IsEnabled("orders-v2") ? throw new InvalidOperationException("broken") : "old");
            app.MapGet("/other", () => "nobody asks here");
        });
        time.Advance(TimeSpan.FromSeconds(1));
        for (var user = 0; user < 200; user++)
        {
            await site.GetAsync("/orders", ("Test", $"user-{user}"));
            await site.GetAsync("/orders", ("Test", $"user-{user}"));
            await site.GetAsync("/throws", ("Test", $"user-{user}"));
            await site.GetAsync("/other", ("Test", $"user-{user}"));
        }

        await site.GetAsync("/orders", ("Test", "boss"));
        time.Advance(TimeSpan.FromSeconds(10));

        var status = site.Services.GetRequiredService<IGrayRollouts>().GetStatus("orders-v2")!;
        var (canary, control) = (status.Canary, status.Control);
        Assert.That(canary.Units + control.Units, Is.EqualTo(200), "staff is in no arm");
        Assert.That((canary.Calls, canary.Failures), Is.EqualTo((3 * canary.Units, canary.Units)), "one of three calls throws");
        Assert.That((control.Calls, control.Failures), Is.EqualTo((3 * control.Units, 0L)));
        Assert.That(status.CanaryOutcomes + status.ControlOutcomes, Is.EqualTo(200), "the first call of each user is evidence");
    }

    private static Task<TestSite> StartAsync(TimeProvider time, Action<WebApplication> map) => TestSite.StartAsync(
        Rules,
        map,
        services: services =>
        {
            services.AddSingleton(time);
            HeaderAuthentication.AddTo(services);
        },
        isReal: true);

    // Twenty users a second, until told to stop.
    private static async Task<(int Canary, int Control)> AskAsync(TestSite site, ManualTimeProvider time, int from, int count, Func<bool> isEnough)
    {
        var (canary, control) = (0, 0);
        for (var user = from; user < from + count && !isEnough(); user++)
        {
            var context = new GrayContext($"u{user}");
            var isCanary = site.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("orders-v2", context);
            using var response = await site.SendAsync("/orders", ("Test", $"u{user}"));
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                (canary, control) = isCanary ? (canary + 1, control) : (canary, control + 1);
            }

            if (user % 20 == 19)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        return (canary, control);
    }

    private static async Task<List<string>> AskAllAsync(TestSite site, int from, int count)
    {
        var answers = new List<string>();
        for (var user = from; user < from + count; user++)
        {
            answers.Add(await site.GetAsync("/orders", ("Test", $"u{user}")));
        }

        return answers;
    }
}
