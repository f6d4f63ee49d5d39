using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using static GrayFlags.AspNetCore.Tests.Caching.CacheSite;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>What a flag decided for one is never the answer to another, whichever cache stands beside it and wherever.</summary>
[Fault("R5")]
public sealed class CacheTests
{
    private static readonly string[] Vary = ["X-Region", "Cookie", "X-Gray-Override"];

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
    [TestCase(
        "/asks", "private=\"set-cookie\", max-age=5", "max-age=5, private", Description = "with names, these headers alone are private: RFC 9111, 5.2.2.7")]
    [TestCase("/asks", "public, no-store, max-age=5", "no-store, max-age=5, private")]
    [TestCase("/asks", "must-understand, no-store, public", "no-store, private, must-understand", Description = "obeyed before no-store: RFC 9111, 5.2.2.3")]
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
            Assert.That(response.Headers.Vary, isPrivate && !expected.Contains("no-store", StringComparison.Ordinal) ? Is.EqualTo(Vary) : Is.Empty);
            Assert.That(
                response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : ".GrayFlags.Anonymous=",
                Does.StartWith(".GrayFlags.Anonymous="));
        }
    }

    // Directives for caches of one kind come before Cache-Control there.
    [TestCase("CDN-Cache-Control", Description = "RFC 9213")]
    [TestCase("Cloudflare-CDN-Cache-Control")]
    [TestCase("Netlify-CDN-Cache-Control")]
    [TestCase("Surrogate-Control", Description = "W3C Edge Architecture; Fastly, Varnish, Squid")]
    [TestCase("Edge-Control", Description = "Akamai")]
    [TestCase("X-Accel-Expires", Description = "nginx")]
    [TestCase("X-LiteSpeed-Cache-Control", Description = "LiteSpeed")]
    [TestCase("X-LiteSpeed-Cache")]
    [TestCase("Expires", Description = "HTTP/1.0")]
    public async Task WhatLeaves_TellsNoCacheOfAnyKindToStoreIt(string name)
    {
        foreach (var isReal in new[] { false, true })
        {
            await using var site = await StartAsync(Store.OutputOnTheEndpoint, isReal);
            using var response = await site.SendAsync("/cdn", Region("CN"), ("X-Name", name), ("X-Also", "yes"));
            using var other = await site.SendAsync("/cdn-of-all", ("X-Name", name));

            Assert.That(Names(response), Does.Not.Contain(name).And.Contain("X-Kept"));
            Assert.That(Names(other), Does.Contain(name));
        }

        static string[] Names(HttpResponseMessage response) => [.. response.Headers.Concat(response.Content.Headers).Select(header => header.Key)];
    }

    // Those who asked to be called back first are called last.
    [TestCase("/asks")]
    [TestCase("/gated")]
    [TestCase("/upgrade")]
    [TestCase("/empty")]
    public async Task WhatLeaves_IsPrivateWhateverIsSetAsItStarts(string path)
    {
        foreach (var isReal in new[] { false, true })
        {
            await using var site = await StartAsync(Store.OutputOnTheEndpoint, isReal);
            using var response = await site.SendAsync(path, Region("CN"), ("X-As-It-Starts", "yes"));

            Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("max-age=7, private"));
            Assert.That(response.Headers.Vary, Is.EquivalentTo(Vary.Append("Origin")));
            Assert.That(response.Headers.Contains("CDN-Cache-Control"), Is.False);
        }
    }

    // Too late for what has left; nothing here can take it back, and so somebody has to hear of it.
    [TestCase("public, max-age=60", 1)]
    [TestCase("s-maxage=60", 1)]
    [TestCase("no-cache", 0)]
    [TestCase("private, max-age=60", 0)]
    public async Task FlagAskedForWhenTheResponseHasBegun_IsSaidOnceWhereCachesMayStoreIt(string says, int expected)
    {
        await using var site = await StartAsync(Store.OutputOnTheEndpoint, map: app => app.MapGet("/late", async http =>
        {
            http.Response.Headers.CacheControl = says;
            await http.Response.WriteAsync("begin ");
            await http.Response.Body.FlushAsync();
            await http.Response.WriteAsync($"{http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("beta")}");
        }));
        for (var count = 0; count < 3; count++)
        {
            Assert.That(await site.GetAsync("/late", Region("CN")), Is.EqualTo("200 begin True"));
        }

        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 508), Is.EqualTo(expected));
    }

    // A gate asks before anything is written.
    [Test]
    public async Task GatedResponse_ThatBeginsEarly_IsPrivateFromTheStart()
    {
        await using var site = await StartAsync(Store.OutputOnTheEndpoint, isReal: true, app => app.MapGet("/early", async http =>
        {
            http.Response.Headers.CacheControl = Shared;
            await http.Response.StartAsync();
            await http.Response.WriteAsync("secret");
        }).RequireGrayFlag("beta"));
        using var response = await site.SendAsync("/early", Region("CN"));

        Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("max-age=60, private"));
    }

    // A browser that asks whether its copy is still good is told nothing that makes the copy everybody's.
    [TestCase("If-None-Match", "\"one\"", 304)]
    [TestCase("Range", "bytes=0-2", 206)]
    public async Task WhatLeaves_InPartOrNotAtAll_IsPrivate(string name, string value, int status)
    {
        await using var site = await StartAsync(Store.Response, isReal: true, app => app.MapGet("/file", http =>
        {
            http.Response.Headers.CacheControl = Shared;
            return Results.Bytes("secret"u8.ToArray(), "text/plain", enableRangeProcessing: true, entityTag: new("\"one\"")).ExecuteAsync(http);
        }).RequireGrayFlag("beta"));
        using var response = await site.SendAsync("/file", Region("CN"), (name, value));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("max-age=60, private"));
    }

    // A policy in the place of the default one looks for no cookies.
    [Test]
    public async Task VaryByGrayFlag_WithoutTheDefaultPolicy_StoresNoCookie()
    {
        await using var site = await StartAsync(Store.OutputOnTheEndpoint, map: app => app.MapGet("/id", Stored(http =>
            $"{http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("beta")}"))
                .CacheOutput(policy => policy.AddPolicy<StoreAll>().VaryByGrayFlag("beta"), excludeDefaultPolicy: true));
        using var first = await site.SendAsync("/id");
        using var second = await site.SendAsync("/id");

        Assert.That(second.Cookie(), Is.Not.Null.And.Not.EqualTo(first.Cookie()));
    }

    // Stored for each answer of the flag: handlers run once for each, and nobody gets the answer of others.
    [Test]
    public async Task VaryByGrayFlag_StoresOneResponseForEachAnswer(
        [Values(Store.OutputForAll, Store.OutputOnTheEndpoint)] Store store, [Values("/varied-upgrade", "/varied-asks")] string path)
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
        from store in Enum.GetValues<Store>()
        from path in new[] { ("/upgrade", "v2", "v1"), ("/asks", "True", "False"), ("/said", "True", "False") }
        select new TestCaseData(store, path.Item1, path.Item2, path.Item3);
}
