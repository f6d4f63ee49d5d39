using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>Guards whose flag only clients ask see nothing: the log says so, once, and an evaluation makes no outcome.</summary>
public sealed class GuardTests
{
    [TestCase("true", 1)]
    [TestCase("false", 0, TestName = "A flag that is not shown is none of ours")]
    public async Task Guard_WithoutOutcomes_IsAWarning(string clientSide, int expected)
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(clock, clientSide);
        for (var minute = 0; minute < 30; minute++)
        {
            await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("X-User", $"u{minute}"));
            await site.AskAsync(OfrepSiteExtensions.Bulk + "/x", headers: ("X-User", $"u{minute}"));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var status = site.Services.GetRequiredService<IGrayRollouts>().GetStatus("x")!;
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 510), Is.EqualTo(expected));
        Assert.That((status.CanaryOutcomes, status.ControlOutcomes), Is.EqualTo((0, 0)));
        Assert.That((status.Canary, status.Control), Is.EqualTo((new RolloutCalls(0, 0, 0, 0, 0), new RolloutCalls(0, 0, 0, 0, 0))));
    }

    private static Task<TestSite> StartAsync(ManualTimeProvider clock, string clientSide) => TestSite.StartAsync(
        $$"""
        { "flags": { "y": { "clientSide": true, "default": true }, "x": { "clientSide": {{clientSide}}, "rollout": {
            "stages": [ { "name": "half", "percentage": 50, "hold": "100.00:00:00" }, { "name": "all", "percentage": 100 } ],
            "guards": { "errors": { "metric": "error" } } } } } }
        """,
        app => app.MapGrayOfrep(),
        flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["X-User"]),
        services => services.AddSingleton<TimeProvider>(clock));
}
