using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.AspNetCore.Tests.Rollouts;
using GrayFlags.DependencyInjection;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>A gate is asked only where its answer can decide: not on a fallback below an endpoint that answers anyhow.</summary>
[Fault("R5")]
public sealed class WorseCandidateTests
{
    private const string Rules = """{ "flags": { "spa": { "rules": { "r": { "regions": ["CN"] } } }, "on": true } }""";

    [Test]
    public async Task GatedFallback_LeavesOthersToCaches(
        [Values("fallback", "catch-all", "parameter", "upgrade")] string kind, [Values] bool isOutput, [Values] bool authenticates)
    {
        var made = 0;
        await using var site = await StartAsync(
            app =>
            {
                _ = isOutput ? app.UseOutputCache() : app.UseResponseCaching();
                app.MapGet("/public", (HttpContext http) =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=60";
                    return $"{++made}";
                });
                MapWorse(app, kind);
            },
            authenticates);

        Assert.That(await site.GetAsync("/public"), Is.EqualTo("200 1"));
        Assert.That(await site.GetAsync("/public"), Is.EqualTo("200 1"), "no flag decided it");
    }

    // Where the endpoint does not take the method, the one below is what answers, if it is open.
    [Test]
    public async Task GatedFallback_IsAskedWhereItAnswers([Values] bool authenticates)
    {
        await using var site = await StartAsync(
            app =>
            {
                app.MapGet("/public", () => "public");
                app.MapGet("/gated", () => "gated").RequireGrayFlag("on");
                app.Map("/{**rest}", () => "spa").RequireGrayFlag("spa");
            },
            authenticates);

        foreach (var (method, path, region, expected) in new[]
        {
            ("GET", "/public", "DE", "200 public"), ("GET", "/public", "CN", "200 public"), ("GET", "/gated", "DE", "200 gated"),
            ("POST", "/public", "CN", "200 spa"), ("POST", "/public", "DE", "405 "), ("POST", "/gated", "CN", "200 spa"), ("POST", "/gated", "DE", "405 "),
            ("GET", "/other", "CN", "200 spa"), ("GET", "/other", "DE", "404 "),
        })
        {
            using var response = await site.SendAsync(new HttpMethod(method), path, ("X-Region", region));
            Assert.That($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}", Is.EqualTo(expected), $"{method} {path} {region}");
        }
    }

    [Test]
    public async Task Failures_OfAnotherEndpoint_AreNoneOfTheFallback([Values] bool authenticates)
    {
        await using var site = await OutcomeSite.StartAsync(
            app =>
            {
                app.MapGet("/public", () => Results.StatusCode(500));
                app.MapFallback(() => "spa").RequireGrayFlag(OutcomeSite.Flag);
            },
            options =>
            {
                options.UserId = http => http.Request.Headers["X-User"];
                options.AuthenticateForGates = authenticates;
            },
            isWarm: false);
        for (var user = 0; user < 60; user++)
        {
            Assert.That(await site.Site.GetAsync("/public", ("X-User", $"u{user}")), Is.EqualTo("500"));
        }

        site.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(site.Status.Canary.Units + site.Status.Control.Units, Is.Zero);
    }

    private static void MapWorse(WebApplication app, string kind)
    {
        switch (kind)
        {
            case "fallback":
                app.MapFallback(() => "spa").RequireGrayFlag("spa");
                break;
            case "catch-all":
                app.Map("/{**rest}", () => "spa").RequireGrayFlag("spa");
                break;
            case "parameter":
                app.MapGet("/{page}", (string page) => page).RequireGrayFlag("spa");
                break;
            default:
                app.MapGrayUpgrade("/{**rest}", "spa", () => "old", () => "new");
                break;
        }
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, bool authenticates) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            map(app);
        },
        flags => flags.AddAspNetCore(options => options.RegionHeader = "X-Region"),
        services =>
        {
            services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
            services.AddResponseCaching();
            if (authenticates)
            {
                HeaderAuthentication.AddTo(services);
            }
        });
}
