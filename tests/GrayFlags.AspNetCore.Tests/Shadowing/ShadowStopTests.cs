using System.Globalization;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Shadowing;

/// <summary>Who stops a flag stops the upgraded code, wherever it runs.</summary>
[Fault("R9")]
public sealed class ShadowStopTests
{
    [TestCase("""{ "flags": { "v2": { "rules": { "ana": { "users": ["ana"] } } } } }""", true, Description = "off for this one")]
    [TestCase("""{ "flags": { "v2": { "rules": { "some": { "percentage": 0 } } } } }""", true)]
    [TestCase("""{ "flags": { "v2": { "default": false } } }""", true, Description = "for nobody yet: this is how it is tried before anybody gets it")]
    [TestCase("""{ "flags": { "v2": false } }""", false, Description = "turned off")]
    [TestCase("""{ "flags": { "v2": { "rules": { "ana": { "users": ["ana"] } } } }, "off": ["v2"] }""", false)]
    [TestCase("""{ "flags": { "v2": { "enabled": false, "rules": { "ana": { "users": ["ana"] } } } } }""", false)]
    [TestCase("""{ "flags": { "other": true } }""", false)]
    [TestCase("""{ "flags": { "V2": { "rules": { "ana": { "users": ["ana"] } } } }, "off": ["v2"] }""", false)]
    public async Task Shadow_OfAFlagThatIsStopped_DoesNotRun(string rules, bool isRunning)
    {
        foreach (var isUpgrade in new[] { true, false })
        {
            var runs = 0;
            await using var site = await TestSite.StartAsync(rules, app =>
            {
                if (isUpgrade)
                {
                    app.MapGrayUpgrade("/", "v2", () => "old", () => $"new {Interlocked.Increment(ref runs)}").WithShadow(1);
                }
                else
                {
                    app.MapGet("/", (IGrayEvaluator flags) => flags.IsEnabled("v2") ? $"new {Interlocked.Increment(ref runs)}" : "old").WithGrayShadow("v2", 1);
                }

                app.MapGrayUpgrade("/last", "last", () => "old", () => "new").WithShadow(1);
            });
            using var counts = new ShadowCounts(site.Services);
            for (var count = 0; count < 5; count++)
            {
                Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
            }

            if (isRunning)
            {
                await counts.WaitAsync(5);
            }

            Assert.That(runs, Is.EqualTo(isRunning ? 5 : 0));
            Assert.That(counts.SoFar, Has.Count.EqualTo(isRunning ? 5 : 0));
        }
    }

    // Between the answer and the shadow's turn.
    [Test]
    public async Task Shadow_WhoseFlagIsStoppedWhileItWaits_DoesNotRun()
    {
        TestSite? site = null;
        var runs = 0;
        await using var started = site = await TestSite.StartAsync("""{ "flags": { "v2": { "default": false } } }""", app => app.MapGrayUpgrade(
            "/",
            "v2",
            () =>
            {
                site!.Rules.SetJson("""{ "flags": { "v2": { "default": false } }, "off": ["v2"] }""");
                return "old";
            },
            () => $"new {Interlocked.Increment(ref runs)}").WithShadow(1));
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));
        Assert.That(runs, Is.Zero);
    }

    // Nothing but the upgraded code may make a difference.
    [Test]
    public async Task Shadow_HasCultureItemsAndConnectionOfTheOriginal()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "v2": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app =>
            {
                app.UseRequestLocalization("de-DE");
                app.Use((http, next) =>
                {
                    http.Items["tenant"] = "acme";
                    return next(http);
                });
                app.UseRouting();
                app.MapGrayUpgrade("/", "v2", Shown, Shown).WithShadow(1);
            },
            isReal: true);
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Does.StartWith("200 1,5 de-DE acme"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));

        static string Shown(HttpContext http) =>
            string.Create(CultureInfo.CurrentCulture, $"{1.5} {CultureInfo.CurrentUICulture} {http.Items["tenant"]} {http.Connection.LocalPort} {http.Connection.RemotePort} {http.Connection.LocalIpAddress} {http.Connection.Id}");
    }

    // Shadows that do not end keep their places; when none is left, somebody has to hear of it.
    [Test]
    public async Task Shadows_ThatAllHang_AreSaidToHaveStopped()
    {
        var clock = new ManualTimeProvider();
        var started = new SemaphoreSlim(0);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "v2": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app => app.MapGrayUpgrade("/", "v2", () => "old", async () =>
            {
                started.Release();
                await release.Task;
            }).WithShadow(1),
            flags => flags.AddAspNetCore(),
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddGrayFlags(o => o.ShadowConcurrency = 2);
            });
        using var counts = new ShadowCounts(site.Services);
        for (var count = 0; count < 2; count++)
        {
            await site.GetAsync("/");
            await started.WaitAsync();
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        await counts.WaitAsync(2);

        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 507), Is.EqualTo(1));
        release.SetResult();
    }
}
