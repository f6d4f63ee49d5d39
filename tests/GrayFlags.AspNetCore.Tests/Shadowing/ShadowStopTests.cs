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
    [TestCase(
        """{ "flags": { "base": true, "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } } }""", true,
        Description = "what it requires is on")]
    [TestCase(
        """{ "flags": { "base": { "default": false }, "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } } }""", true,
        Description = "or not yet")]
    [TestCase("""{ "flags": { "base": true, "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } }, "off": ["base"] }""", false)]
    [TestCase("""{ "flags": { "base": { "enabled": false }, "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } } }""", false)]
    [TestCase("""{ "flags": { "base": false, "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } } }""", false)]
    [TestCase(
        """{ "flags": { "deep": true, "base": { "rules": { "r": { "requires": ["deep"] } } },"""
            + """ "v2": { "rules": { "ana": { "users": ["ana"], "requires": ["base"] } } } }, "off": ["deep"] }""",
        false, Description = "by way of another")]
    [TestCase(
        """{ "flags": { "base": { "variants": { "a": {}, "b": {} }, "rules": { "r": { "serve": "a" } } },"""
            + """ "v2": { "rules": { "ana": { "users": ["ana"], "requires": { "base": "a" } } } } }, "off": ["base"] }""",
        false)]
    [TestCase(
        """{ "flags": { "base": true, "v2": { "rollout": { "id": "1", "start": "2020-01-01T00:00:00Z", "audience": { "requires": ["base"] },"""
            + """ "stages": [ { "name": "all", "percentage": 0 } ] } } }, "off": ["base"] }""",
        false)]
    [TestCase(
        """{ "flags": { "base": true, "v2": { "rules": { "ana": { "users": ["ana"], "requires": { "base": false } } } } }, "off": ["base"] }""", true,
        Description = "required to be off, which it is")]
    [TestCase(
        """{ "flags": { "base": true, "v2": { "rules": { "no": { "serve": false, "requires": ["base"] } } } }, "off": ["base"] }""", true,
        Description = "the rule keeps it off")]
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

    // Between the answer and the shadow's turn, too.
    [TestCase("v2")]
    [TestCase("base")]
    public async Task Shadow_WhoseRolloutIsRolledBackWhileItWaits_DoesNotRun(string rolledBack)
    {
        TestSite? site = null;
        var runs = 0;
        await using var started = site = await TestSite.StartAsync(
            """
            { "flags": {
                "base": { "rollout": { "id": "1", "stages": [ { "name": "all", "percentage": 100 } ] } },
                "v2": { "rollout": { "id": "1", "audience": { "requires": ["base"] }, "stages": [ { "name": "none", "percentage": 0, "advance": "approval" },
                    { "name": "all", "percentage": 100 } ] } } } }
            """,
            app => app.MapGrayUpgrade(
                "/",
                "v2",
                async (HttpContext http) =>
                {
                    if (http.Request.Query.ContainsKey("rollback"))
                    {
                        await site!.Services.GetRequiredService<GrayEvaluator>().Rollouts.RollbackAsync(rolledBack, "ana", "it melts");
                    }

                    return "old";
                },
                () =>
                {
                    Interlocked.Increment(ref runs);
                    return "old";
                }).WithShadow(1),
            flags => flags.AddRolloutStore(new InMemoryRolloutStore()).AddAspNetCore(o => o.UserId = _ => "ana"));
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
        await counts.WaitAsync();
        Assert.That(runs, Is.EqualTo(1));
        Assert.That(await site.GetAsync("/?rollback"), Is.EqualTo("200 old"));
        await counts.WaitAsync();
        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
        Assert.That((runs, counts.SoFar.Count), Is.EqualTo((1, 2)), "neither the one that waited nor a new one");
    }

    // A rollout whose stages say a share says it for the endpoint as well: no deployment changes it.
    [TestCase("""{ "name": "shadow", "percentage": 0, "shadow": 1, "advance": "approval" }""", 0, 4)]
    [TestCase("""{ "name": "shadow", "percentage": 0, "shadow": 0.5, "advance": "approval" }""", 1, 2)]
    [TestCase(
        """{ "name": "canary", "percentage": 0, "advance": "approval" }, { "name": "later", "percentage": 50, "shadow": 1, "advance": "approval" }""", 1, 0)]
    [TestCase("""{ "name": "canary", "percentage": 0, "advance": "approval" }""", 1, 4)]
    [TestCase("""{ "name": "shadow", "percentage": 0, "shadow": 1, "regions": ["CN"], "advance": "approval" }""", 1, 0)]
    public async Task ShareOfShadows_IsThatOfTheStageWhereARolloutSaysOne(string stages, double share, int expected)
    {
        var runs = 0;
        await using var site = await TestSite.StartAsync(
            $$"""{ "flags": { "v2": { "rollout": { "id": "1", "stages": [ {{stages}}, { "name": "all", "percentage": 100 } ] } } } }""",
            app => app.MapGrayUpgrade("/", "v2", () => "old", () => $"new {Interlocked.Increment(ref runs)}").WithShadow(share),
            flags => flags.AddRolloutStore(new InMemoryRolloutStore()).AddAspNetCore(o => o.UserId = _ => "ana"));
        using var counts = new ShadowCounts(site.Services);
        for (var count = 0; count < 4; count++)
        {
            Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
        }

        await counts.WaitAsync(expected);
        Assert.That((runs, counts.SoFar.Count), Is.EqualTo((expected, expected)));
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
            string.Create(
                CultureInfo.CurrentCulture,
                $"{1.5} {CultureInfo.CurrentUICulture} {http.Items["tenant"]} {http.Connection.LocalPort} {http.Connection.RemotePort} "
                    + $"{http.Connection.LocalIpAddress} {http.Connection.Id}");
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
