using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>What a flag decided for one is never the answer to another, whichever cache stands beside it and wherever.</summary>
[Fault("R5")]
public sealed class CacheTests
{
    private const string Rules = """{ "flags": { "beta": { "rules": { "r": { "regions": ["CN"] } } }, "half": { "rules": { "some": { "percentage": 50 } } } } }""";
    private const string Shared = "public,max-age=60";

    private static readonly string[] Vary = ["X-Region", "Cookie", "X-Gray-Override"];
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("S3CR3T-canary-that-is-32-bytes-long");

    // What stores: a policy for all, one on the endpoint, and the other middleware; each before and after routing.
    public enum Store
    {
        OutputForAll,
        OutputForAllBeforeRouting,
        OutputOnTheEndpoint,
        Response,
        ResponseBeforeRouting,
    }

    [Test]
    public async Task OpenGate_IsNotOpenedForOthersByACache([Values] Store store, [Values] bool isReal)
    {
        await using var site = await StartAsync(store, isReal);

        Assert.That(await site.GetAsync("/gated", Region("CN")), Is.EqualTo("200 secret"));
        Assert.That(await site.GetAsync("/gated", Region("DE")), Is.EqualTo("404"));
    }

    [TestCaseSource(nameof(Asking))]
    public async Task Answer_OfOne_IsNotThatOfAnother(Store store, string path, string on, string off)
    {
        await using var site = await StartAsync(store);

        Assert.That(await site.GetAsync(path, Region("CN")), Is.EqualTo("200 " + on));
        Assert.That(await site.GetAsync(path, Region("DE")), Is.EqualTo("200 " + off));
        Assert.That(await site.GetAsync(path, Region("CN")), Is.EqualTo("200 " + on));
    }

    [TestCaseSource(nameof(Asking))]
    public async Task Answer_OfATester_IsNobodyElses(Store store, string path, string on, string off)
    {
        await using var site = await StartAsync(store);
        using var tester = await site.SendAsync(path, Override());

        Assert.That(await tester.Content.ReadAsStringAsync(), Is.EqualTo(on));
        Assert.That(tester.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(await site.GetAsync(path), Is.EqualTo("200 " + off));
    }

    // What everybody may have from a cache, the tester may not: it was made without the override.
    [Test]
    public async Task Tester_IsAnsweredByNoCache([Values] Store store)
    {
        await using var site = await StartAsync(store);
        var shared = await site.GetAsync("/shared");

        Assert.That(await site.GetAsync("/shared"), Is.EqualTo(shared), "the cache works");
        Assert.That(await site.GetAsync("/shared", Override()), Is.Not.EqualTo(shared));
        Assert.That(await site.GetAsync("/shared"), Is.EqualTo(shared), "and keeps what it had");
    }

    [Test]
    public async Task VisitorsId_IsInNoCache([Values] Store store)
    {
        await using var site = await StartAsync(store);
        using var first = await site.SendAsync("/half");
        using var second = await site.SendAsync("/half");

        Assert.That(first.Cookie(), Is.Not.Null);
        Assert.That(second.Cookie(), Is.Not.Null.And.Not.EqualTo(first.Cookie()));
        Assert.That(await first.Content.ReadAsStringAsync(), Is.Not.EqualTo(await second.Content.ReadAsStringAsync()));
    }

    // A fallback is what a closed gate lets through: it must not close the gate for others.
    [Test]
    public async Task Fallback_OfAClosedGate_IsNotServedWhereItIsOpen([Values] Store store)
    {
        await using var site = await StartAsync(store, map: app => app.MapFallback(Stored(_ => "fallback")));

        Assert.That(await site.GetAsync("/gated", Region("DE")), Is.EqualTo("200 fallback"));
        Assert.That(await site.GetAsync("/gated", Region("CN")), Is.EqualTo("200 secret"));
    }

    // What a cache outside of the app reads.
    [TestCase("/gated", Shared, "max-age=60, private")]
    [TestCase("/upgrade", Shared, "max-age=60, private")]
    [TestCase("/asks", Shared, "max-age=60, private")]
    [TestCase("/asks", "s-maxage=60, max-age=5", "max-age=5, private")]
    [TestCase("/asks", "nothing", "private")]
    [TestCase("/asks", "no-store", "no-store")]
    [TestCase("/asks", "private, max-age=5", "max-age=5, private")]
    [TestCase("/asks", "not a directive=", "private")]
    [TestCase("/empty", Shared, "max-age=60, private")]
    [TestCase("/shared", Shared, "public, max-age=60")]
    public async Task WhatLeaves_IsPrivateWhereAFlagWasAsked(string path, string says, string expected)
    {
        foreach (var isReal in new[] { false, true })
        {
            await using var site = await StartAsync(Store.ResponseBeforeRouting, isReal);
            using var response = await site.SendAsync(path, Region("CN"), ("X-Says", says));
            var isPrivate = path != "/shared";

            Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo(expected));
            Assert.That(response.Headers.Vary, isPrivate && expected != "no-store" ? Is.EqualTo(Vary) : Is.Empty);
            Assert.That(response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : ".GrayFlags.Anonymous=", Does.StartWith(".GrayFlags.Anonymous="));
        }
    }

    // Directives for caches of one kind come before Cache-Control there.
    [Test]
    public async Task WhatLeaves_TellsNoCacheOfAnyKindToStoreIt()
    {
        await using var site = await StartAsync(Store.OutputOnTheEndpoint);
        using var response = await site.SendAsync("/cdn", Region("CN"));

        Assert.That(response.Headers.Select(header => header.Key), Has.None.EqualTo("CDN-Cache-Control").And.None.EqualTo("Surrogate-Control").And.None.EqualTo("Cloudflare-CDN-Cache-Control"));
    }

    // Stored for each answer of the flag: handlers run once for each, and nobody gets the answer of others.
    [Test]
    public async Task VaryByGrayFlag_StoresOneResponseForEachAnswer([Values(Store.OutputForAll, Store.OutputOnTheEndpoint)] Store store, [Values("/varied-upgrade", "/varied-asks")] string path)
    {
        await using var site = await StartAsync(store);
        // A visitor's first answer bears a cookie, and is nobody else's.
        using var first = await site.SendAsync(path);
        var visitor = ("Cookie", first.Cookie()!);
        var (on, off) = (await GetAsync("CN"), await GetAsync("DE"));

        Assert.That(on, Is.Not.EqualTo(off));
        Assert.That((await GetAsync("CN"), await GetAsync("DE")), Is.EqualTo((on, off)));
        Assert.That(await site.GetAsync(path, Override()), Is.Not.EqualTo(on).And.Not.EqualTo(off));
        Assert.That((await GetAsync("CN"), await GetAsync("DE")), Is.EqualTo((on, off)));

        Task<string> GetAsync(string region) => site.GetAsync(path, Region(region), visitor);
    }

    // The cache stands before authentication: the key must be that of who is signed in later.
    [Test]
    public async Task VaryByGrayFlag_BeforeAuthentication_KnowsTheUser()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "beta": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app =>
            {
                app.UseRouting();
                app.UseOutputCache();
                app.UseAuthentication();
                app.MapGet("/", (IGrayEvaluator flags) => $"{flags.IsEnabled("beta")}").CacheOutput(policy => policy.VaryByGrayFlag("beta"));
            },
            services: services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddOutputCache();
            });

        foreach (var (user, expected) in new[] { ("bo", "False"), ("ana", "True"), ("bo", "False"), ("ana", "True") })
        {
            Assert.That(await site.GetAsync("/", ("Test", user)), Is.EqualTo("200 " + expected));
        }
    }

    private static IEnumerable<TestCaseData> Asking() =>
        from store in Enum.GetValues<Store>() from path in new[] { ("/upgrade", "v2", "v1"), ("/asks", "True", "False"), ("/said", "True", "False") } select new TestCaseData(store, path.Item1, path.Item2, path.Item3);

    private static (string Name, string Value) Region(string region) => ("X-Region", region);

    private static (string Name, string Value) Override() =>
        (GrayOverrideHeader.Name, GrayOverrideHeader.Sign(Key, TimeProvider.System.GetUtcNow().AddHours(1), [new("beta", "true")]));

    // As a page says of itself that everybody may have it.
    private static RequestDelegate Stored(Func<HttpContext, string> handler) => http =>
    {
        var text = handler(http);
        http.Response.Headers.CacheControl = http.Request.Headers.TryGetValue("X-Says", out var says) ? says == "nothing" ? default : says : Shared;
        return http.Response.WriteAsync(text);
    };

    private static Task<TestSite> StartAsync(Store store, bool isReal = false, Action<WebApplication>? map = null)
    {
        var made = 0;
        return TestSite.StartAsync(
            Rules,
            app =>
            {
                if (store is Store.OutputForAllBeforeRouting or Store.ResponseBeforeRouting)
                {
                    Use(app);
                    app.UseRouting();
                }
                else
                {
                    app.UseRouting();
                    Use(app);
                }

                Map("/gated", _ => "secret").RequireGrayFlag("beta");
                var upgrade = app.MapGrayUpgrade("/upgrade", "beta", Stored(_ => "v1"), Stored(_ => "v2"), ["GET"]);
                if (store == Store.OutputOnTheEndpoint)
                {
                    upgrade.CacheOutput();
                }

                Map("/asks", http => $"{Flags(http).IsEnabled("beta")}");
                Map("/said", http =>
                {
                    using (http.RequestServices.GetRequiredService<GrayContextAccessor>().Use(new GrayContext { Region = http.Request.Headers["X-Region"] }))
                    {
                        return $"{Flags(http).IsEnabled("beta")}";
                    }
                });
                Map("/half", http => $"{http.RequestServices.GetRequiredService<IGrayContextAccessor>().Context!.UserId} {Flags(http).IsEnabled("half")}");
                Map("/shared", _ => $"{Interlocked.Increment(ref made)}");
                Map("/cdn", http =>
                {
                    http.Response.Headers["CDN-Cache-Control"] = http.Response.Headers["Surrogate-Control"] = http.Response.Headers["Cloudflare-CDN-Cache-Control"] = "max-age=60";
                    return $"{Flags(http).IsEnabled("beta")}";
                });
                app.MapGrayUpgrade("/varied-upgrade", "beta", Stored(_ => $"v1 {Interlocked.Increment(ref made)}"), Stored(_ => $"v2 {Interlocked.Increment(ref made)}"), ["GET"])
                    .CacheOutput(policy => policy.VaryByGrayFlag());
                app.MapGet("/varied-asks", Stored(http => $"{Flags(http).IsEnabled("beta")} {Interlocked.Increment(ref made)}")).CacheOutput(policy => policy.VaryByGrayFlag("beta"));
                app.MapGet("/empty", http =>
                {
                    http.Response.Headers.CacheControl = Shared;
                    Flags(http).IsEnabled("beta");
                    return Task.CompletedTask;
                });
                map?.Invoke(app);

                IEndpointConventionBuilder Map(string pattern, Func<HttpContext, string> handler)
                {
                    var endpoint = app.MapGet(pattern, Stored(handler));
                    return store == Store.OutputOnTheEndpoint ? endpoint.CacheOutput() : endpoint;
                }
            },
            flags => flags.AddAspNetCore(o => (o.RegionHeader, o.OverrideKey) = ("X-Region", Key)).AddAnonymousCookie(),
            services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddResponseCaching();
                services.AddOutputCache(o =>
                {
                    if (store is Store.OutputForAll or Store.OutputForAllBeforeRouting)
                    {
                        o.AddBasePolicy(policy => policy.Cache());
                    }
                });
            },
            isReal);

        void Use(WebApplication app)
        {
            if (store is Store.Response or Store.ResponseBeforeRouting)
            {
                app.UseResponseCaching();
            }
            else
            {
                app.UseOutputCache();
            }
        }

        static IGrayEvaluator Flags(HttpContext http) => http.RequestServices.GetRequiredService<IGrayEvaluator>();
    }
}
