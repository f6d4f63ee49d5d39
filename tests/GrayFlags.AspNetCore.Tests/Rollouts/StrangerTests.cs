using System.Net;
using System.Net.Sockets;
using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>Who may draw as many ids as they like decides no rollout, whatever they send.</summary>
[Fault("G9")]
public sealed class StrangerTests
{
    private const int Many = 2_000;

    [TestCase(false)]
    [TestCase(true, Description = "an error page answers 500")]
    public async Task MalformedBodies_OfFreshVisitors_AreNoVerdict(bool hasErrorPage)
    {
        await using var site = await StartAsync(isReal: true, hasErrorPage);
        var address = site.Site.Client.BaseAddress!;
        var canaries = await DrawAsync(site, GrayArm.Canary, 20);
        site.Settle();
        var statuses = new HashSet<string>();
        for (var count = 0; count < Many; count++)
        {
            statuses.Add(await SendMalformedAsync(address, canaries[count % canaries.Count]));
            if (count % 50 == 0)
            {
                site.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        site.Settle();

        Assert.That(statuses, Is.EqualTo(new[] { hasErrorPage ? "500" : "400" }));
        Assert.That(site.Phase, Is.EqualTo(RolloutPhase.Running));
        Assert.That(site.Status.Canary.Ignored, Is.EqualTo(Many));
        Assert.That(site.Status.Canary.Failures, Is.Zero);
    }

    // Also where each of them came before the attempt began: what the client did wrong is no verdict.
    [Test]
    public async Task MalformedBodies_OfOldVisitors_AreNoVerdict()
    {
        await using var site = await StartAsync(isReal: true, hasErrorPage: false);
        var canaries = await DrawAsync(site, GrayArm.Canary, 200);
        var controls = await DrawAsync(site, GrayArm.Control, 200);
        await RestartLaterAsync(site);
        foreach (var cookie in canaries.Zip(controls, (canary, control) => new[] { canary, control }).SelectMany(pair => pair))
        {
            await site.Site.GetAsync("/which", ("Cookie", cookie));
        }

        site.Settle();
        foreach (var canary in canaries)
        {
            await SendMalformedAsync(site.Site.Client.BaseAddress!, canary);
        }

        site.Settle();

        Assert.That(site.Phase, Is.EqualTo(RolloutPhase.Running));
        Assert.That(site.Status.Canary.Failures, Is.Zero);
    }

    [Test]
    public async Task Failures_ThatFreshVisitorsProvoke_AreCountedAndNoEvidence()
    {
        await using var site = await StartAsync(isReal: false, hasErrorPage: false);
        for (var count = 0; count < Many; count++)
        {
            // Whoever has no cookie is another visitor each time.
            var cookie = await DrawAsync(site);
            if (cookie.IsCanary)
            {
                await site.Site.GetAsync("/fragile?break", ("Cookie", cookie.Cookie));
            }

            if (count % 20 == 0)
            {
                site.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        site.Settle();

        Assert.That(site.Status.Canary.Failures, Is.GreaterThan(Many / 3), "the status tells of them");
        Assert.That(site.Status.CanaryOutcomes + site.Status.ControlOutcomes, Is.EqualTo(1), "the account that came first");
        Assert.That(site.Phase, Is.EqualTo(RolloutPhase.Running));
    }

    [Test]
    public async Task VisitorsOfBefore_AreEvidence([Values] GrayOutcomesOf outcomesOf, [Values] bool isAccount)
    {
        await using var site = await StartAsync(isReal: false, hasErrorPage: false, outcomesOf);
        var canaries = isAccount ? [] : await DrawAsync(site, GrayArm.Canary, 60);
        var users = isAccount ? site.UsersOf(GrayArm.Canary).Take(60).ToList() : [];
        await RestartLaterAsync(site);
        foreach (var canary in canaries)
        {
            await site.Site.GetAsync("/fragile?break", ("Cookie", canary));
        }

        foreach (var user in users)
        {
            await site.Site.GetAsync("/fragile?break", ("Test", user));
        }

        site.Settle();

        Assert.That(site.Phase, Is.EqualTo(isAccount || outcomesOf == GrayOutcomesOf.Everyone ? RolloutPhase.RolledBack : RolloutPhase.Running));
    }

    [TestCase(-1, RolloutPhase.RolledBack)]
    [TestCase(1, RolloutPhase.Running)]
    public async Task Accounts_ThatAnybodyMayCreate_AreEvidenceFromTheNextAttemptOn(int hours, RolloutPhase expected)
    {
        var created = new ManualTimeProvider().GetUtcNow().AddHours(hours);
        await using var site = await StartAsync(isReal: false, hasErrorPage: false, since: created);
        foreach (var user in site.UsersOf(GrayArm.Canary).Take(60).ToList())
        {
            await site.Site.GetAsync("/fragile?break", ("Test", user));
        }

        site.Settle();

        Assert.That(site.Phase, Is.EqualTo(expected));
        Assert.That(site.Status.CanaryOutcomes > 1, Is.EqualTo(expected == RolloutPhase.RolledBack));
    }

    private static Task<OutcomeSite> StartAsync(
        bool isReal, bool hasErrorPage, GrayOutcomesOf outcomesOf = GrayOutcomesOf.Everyone, DateTimeOffset? since = null) => OutcomeSite.StartAsync(
        app =>
        {
            if (hasErrorPage)
            {
                app.UseExceptionHandler(error => error.Run(_ => Task.CompletedTask));
            }

            app.MapGet("/which", (IGrayEvaluator flags) => flags.IsEnabled(OutcomeSite.Flag));
            app.MapGet("/fragile", (HttpContext http, IGrayEvaluator flags) =>
                http.Request.Query.ContainsKey("break") && flags.Evaluate(OutcomeSite.Flag).Reason is not 0 ? Results.StatusCode(500) : Results.Ok());
            app.MapPost("/upload", async (HttpContext http, IGrayEvaluator flags) =>
            {
                flags.IsEnabled(OutcomeSite.Flag);
                await http.Request.Body.CopyToAsync(Stream.Null);
                return "ok";
            });
        },
        o =>
        {
            o.OutcomesOf = outcomesOf;
            o.UserSince = _ => since;
        },
        services => services.AddDataProtection().UseEphemeralDataProtectionProvider(),
        flags => flags.AddAnonymousCookie(),
        isReal);

    private static async Task<(string Cookie, bool IsCanary)> DrawAsync(OutcomeSite site)
    {
        using var response = await site.Site.SendAsync("/which");
        return (response.Cookie()!, await response.Content.ReadAsStringAsync() == "true");
    }

    private static async Task<List<string>> DrawAsync(OutcomeSite site, GrayArm arm, int count)
    {
        var drawn = new List<string>();
        while (drawn.Count < count)
        {
            var (cookie, isCanary) = await DrawAsync(site);
            if (isCanary == (arm == GrayArm.Canary))
            {
                drawn.Add(cookie);
            }
        }

        return drawn;
    }

    // The same salt, and so the same arms: ids of the first attempt are old in the second.
    private static async Task RestartLaterAsync(OutcomeSite site)
    {
        site.Settle();
        await site.Rollouts.CancelAsync(OutcomeSite.Flag, "test", "again");
        site.Time.Advance(TimeSpan.FromHours(2));
        await site.Rollouts.RestartAsync(OutcomeSite.Flag, "test", "again");
        site.Settle();
    }

    // As a socket sends it: a client library refuses to.
    private static async Task<string> SendMalformedAsync(Uri address, string cookie)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /upload HTTP/1.1\r\nHost: h\r\nCookie: {cookie}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n\r\n"));
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        return (await reader.ReadToEndAsync()).Split(' ')[1];
    }
}
