using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>Each invocation of a hub is a unit of work, and the connection that it comes by is none that does not end.</summary>
[Fault("G10")]
public sealed class HubOutcomeTests
{
    [TestCase("Work", "Success")]
    [TestCase("Break", "Failure")]
    [TestCase("Refuse", "Success", Description = "what is thrown for the client to see is a refusal, as a 4xx is")]
    [TestCase("Nothing", "nothing", Description = "asks for no flag")]
    public async Task Invocation_IsAUnitOfWork(string method, string expected)
    {
        await using var site = await StartAsync(isGated: false);
        await using var hub = await HubClient.ConnectAsync(site.Site, ("Test", "u1"));
        for (var count = 0; count < 2; count++)
        {
            Assert.That(await site.VerdictAsync(() => hub.InvokeAsync(method)), Is.EqualTo(expected));
        }
    }

    // Or every gated hub would be rolled back: nobody but the canary has a connection, and that lasts.
    [Test]
    public async Task Connection_ThatLasts_WentWell()
    {
        using var polls = new SemaphoreSlim(0);
        await using var site = await StartAsync(isGated: true, polls);
        var user = site.UsersOf(GrayArm.Canary).First();
        await using var hub = await HubClient.ConnectAsync(site.Site, ("Test", user));
        await hub.InvokeAsync("Nothing");

        // Connecting, the handshake, the result; and the one that waits for what comes next.
        for (var count = 0; count < 4; count++)
        {
            await polls.WaitAsync();
        }

        site.Settle();

        Assert.That(site.Status.Canary.Calls, Is.GreaterThan(1));
        Assert.That((site.Status.Canary.Failures, site.Status.Canary.NotEnded), Is.EqualTo((0L, 0L)));
    }

    private static Task<OutcomeSite> StartAsync(bool isGated, SemaphoreSlim? polls = null) => OutcomeSite.StartAsync(
        app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.Use((http, next) =>
            {
                var run = next(http);
                if (http.Request.Path == "/hub" && HttpMethods.IsGet(http.Request.Method))
                {
                    polls?.Release();
                }

                return run;
            });
            var hub = app.MapHub<WorkingHub>("/hub");
            if (isGated)
            {
                hub.RequireGrayFlag(OutcomeSite.Flag);
            }
        },
        services: services => services.AddSignalR());

    internal sealed class WorkingHub(IGrayEvaluator flags) : Hub
    {
        public bool Work() => flags.IsEnabled(OutcomeSite.Flag);

        public bool Break() => Work() ? throw new InvalidOperationException("new") : throw new InvalidOperationException("old");

        public bool Refuse() => Work() ? throw new HubException("no") : throw new HubException("no");

        public bool Nothing() => Context.ConnectionId.Length > 0;
    }
}
