using System.Net;
using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Access;

/// <summary>An app whose output cache stores whatever no endpoint excludes: what one may see is nobody else's, and a stream holds nobody back.</summary>
public sealed class OutputCacheTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestCase("/flags/")]
    [TestCase("/flags/api/summary")]
    [TestCase("/flags/api/flags/plain")]
    public async Task Answer_OfWhoMay_IsForNobodyElse(string path)
    {
        await using var site = await StartAsync();

        using var may = await site.SendAsync(HttpMethod.Get, path, "ann reader");
        using var mayNot = await site.SendAsync(HttpMethod.Get, path, "eve");
        using var nobody = await site.SendAsync(HttpMethod.Get, path);

        Assert.That(may.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(mayNot.StatusCode, Is.AnyOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound));
        Assert.That(nobody.StatusCode, Is.AnyOf(HttpStatusCode.Unauthorized, HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Stream_IsEverybodysOwn()
    {
        await using var site = await StartAsync();
        using var first = await OpenAsync(site).WaitAsync(Patience);
        using var second = await OpenAsync(site).WaitAsync(Patience);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpResponseMessage> OpenAsync(DashboardSiteOfTests site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/flags/api/events");
        request.Headers.Add(TestUsers.Header, "ann reader");
        return await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static Task<DashboardSiteOfTests> StartAsync() => DashboardSiteOfTests.StartAsync(
        pipeline: app => app.UseOutputCache(),
        services: services => services.AddOutputCache(o => o.AddBasePolicy(policy => policy.AddPolicy<Everything>())));

    /// <summary>Stores every answer, by its address alone.</summary>
    private sealed class Everything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, true, true, true);
            return default;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.AllowCacheStorage = context.HttpContext.Response.StatusCode == 200;
            return default;
        }
    }
}
