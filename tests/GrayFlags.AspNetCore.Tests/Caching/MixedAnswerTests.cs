using System.Security.Claims;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.DependencyInjection;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>A response is stored under flags only when nothing else has decided it: no other gate, no other rules and no other user.</summary>
[Fault("R5")]
public sealed class MixedAnswerTests
{
    private const string Rules =
        """{ "flags": { "banner": false, "beta": { "rules": { "r": { "regions": ["CN"] } } }, "ana": { "rules": { "r": { "users": ["ana"] } } } } }""";

    // Only the banner is named, and before routing nobody knows of the gates.
    [Test]
    public async Task GateThatIsNotInTheKey_IsNotOpened([Values("/gate", "/upgrade")] string path, [Values] bool isBeforeRouting)
    {
        await using var site = await StartAsync(app =>
        {
            Use(app, isBeforeRouting);
            app.MapGet("/gate", () => "secret").RequireGrayFlag("beta");
            app.MapGrayUpgrade("/upgrade", "beta", () => "old", () => "secret");
        });

        Assert.That(await site.GetAsync(path, Region("CN")), Is.EqualTo("200 secret"));
        Assert.That(await site.GetAsync(path, Region("DE")), Is.EqualTo(path == "/gate" ? "404" : "200 old"));
        Assert.That(await site.GetAsync(path, Region("CN")), Is.EqualTo("200 secret"));
    }

    // The open fallback is what a closed gate has led to.
    [Test]
    public async Task WhatAClosedGateLedTo_IsNotTheAnswerToWhomItIsOpen([Values] bool isBeforeRouting)
    {
        await using var site = await StartAsync(app =>
        {
            Use(app, isBeforeRouting);
            app.MapGet("/page", () => "secret").RequireGrayFlag("beta");
            app.MapFallback(() => "open");
        });

        Assert.That(await site.GetAsync("/page", Region("DE")), Is.EqualTo("200 open"));
        Assert.That(await site.GetAsync("/page", Region("CN")), Is.EqualTo("200 secret"));
    }

    [Test]
    public async Task RulesThatComeMeanwhile_StoreNothing()
    {
        TestSite? site = null;
        site = await StartAsync(app =>
        {
            app.UseRouting();
            app.UseOutputCache();
            app.MapGet("/asks", (IGrayEvaluator flags) =>
            {
                // Somebody turns the flag on and off again while the request runs.
                site!.Rules.SetJson("""{ "flags": { "beta": true } }""");
                var answer = flags.IsEnabled("beta");
                site.Rules.SetJson(Rules);
                return answer ? "on" : "off";
            }).CacheOutput(policy => policy.VaryByGrayFlag("beta"));
        });
        await using var started = site;

        Assert.That(await site.GetAsync("/asks", Region("DE")), Is.EqualTo("200 on"));
        site.Rules.SetJson("""{ "flags": { "beta": false } }""");
        using var second = await site.SendAsync("/asks", Region("DE"));
        Assert.That(second.Headers.Age, Is.Null, "not from the cache");
    }

    [Test]
    public async Task AnotherUserMeanwhile_StoresNothing([Values("/said", "/set")] string path)
    {
        await using var site = await StartAsync(app =>
        {
            app.UseRouting();
            app.UseOutputCache();
            app.MapGet("/said", (IGrayEvaluatorSnapshot flags, GrayContextAccessor contexts, HttpRequest request) =>
            {
                using var said = request.Headers.ContainsKey("X-As") ? contexts.Use(new GrayContext("ana")) : null;
                return flags.IsEnabled("ana") ? "on" : "off";
            }).CacheOutput(policy => policy.VaryByGrayFlag("ana"));
            app.MapGet("/set", (IGrayEvaluatorSnapshot flags, HttpContext http) =>
            {
                var before = http.User;
                http.User = http.Request.Headers.ContainsKey("X-As") ? new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ana")], "test")) : before;
                var answer = flags.IsEnabled("ana") ? "on" : "off";
                http.User = before;
                return answer;
            }).CacheOutput(policy => policy.VaryByGrayFlag("ana"));
        });

        Assert.That(await site.GetAsync(path, ("X-As", "ana")), Is.EqualTo("200 on"));
        Assert.That(await site.GetAsync(path), Is.EqualTo("200 off"));
    }

    // What a gate answers in the place of its endpoint is that of those who are not admitted.
    [Test]
    public async Task AnswerOfAGate_IsPrivate([Values] bool isReal)
    {
        await using var site = await StartAsync(
            app => app.MapGet("/soon", () => "secret").RequireGrayFlag("beta", otherwise: http =>
            {
                http.Response.Headers.CacheControl = "public, max-age=60";
                return http.Response.WriteAsync("coming soon");
            }),
            isReal);
        using var response = await site.SendAsync("/soon", Region("DE"));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("coming soon"));
        Assert.That(response.Headers.CacheControl!.ToString(), Does.Contain("private").And.Not.Contain("public"));
    }

    // A shadow has no part in the answer.
    [Test]
    public async Task ShadowOfAnEndpointThatAsksNothing_LeavesItToCaches()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseOutputCache();
                app.MapGet("/plain", () => "x").CacheOutput().WithGrayShadow("beta", 0);
            },
            flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services => services.AddOutputCache().AddDataProtection());
        using var first = await site.SendAsync("/plain");
        using var second = await site.SendAsync("/plain");

        Assert.That(first.Headers.CacheControl, Is.Null);
        Assert.That(first.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(second.Headers.Age, Is.Not.Null, "it was stored");
    }

    // Headers that are taken away as the response starts.
    [Test]
    public async Task HeadersThatAreClearedAsTheResponseStarts_ArePrivateAgain([Values] bool isCleared)
    {
        await using var site = await StartAsync(app => app.MapGet("/late", (IGrayEvaluator flags, HttpContext http) =>
        {
            var answer = flags.IsEnabled("beta");
            http.Response.OnStarting(() =>
            {
                if (isCleared)
                {
                    http.Response.Headers.Clear();
                }
                else
                {
                    http.Response.Headers.Remove("Cache-Control");
                }

                return Task.CompletedTask;
            });
            return answer ? "on" : "off";
        }));
        using var response = await site.SendAsync("/late", Region("CN"));

        Assert.That(response.Headers.CacheControl!.Private, Is.True);
    }

    private static (string Name, string Value) Region(string code) => ("X-Region", code);

    private static void Use(WebApplication app, bool isBeforeRouting)
    {
        if (isBeforeRouting)
        {
            app.UseOutputCache();
            app.UseRouting();
        }
        else
        {
            app.UseRouting();
            app.UseOutputCache();
        }
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, bool isReal = false) => TestSite.StartAsync(
        Rules,
        map,
        flags => flags.AddAspNetCore(options => options.RegionHeader = "X-Region"),
        services => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache().VaryByGrayFlag("banner"))),
        isReal);
}
