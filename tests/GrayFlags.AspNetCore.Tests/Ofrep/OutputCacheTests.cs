using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>An app whose output cache stores whatever no endpoint excludes stores nothing of these.</summary>
[Fault("R13")]
public sealed class OutputCacheTests
{
    private const string Before = """
        { "flags": { "shown": { "clientSide": true, "default": false }, "ana": { "clientSide": true, "rules": { "r": { "users": ["ana"] } } } } }
        """;

    private static readonly string After = Before.Replace("\"default\": false", "\"default\": true", StringComparison.Ordinal);

    // A cache that stores a stream holds back everybody else until the first has ended.
    [TestCase(false)]
    [TestCase(true, TestName = "Also where the app has written a policy for the mapping")]
    public async Task Stream_IsEverybodysOwn(bool hasOwn)
    {
        await using var site = await StartAsync(hasOwn);
        using var first = await EventStreamReader.OpenAsync(site);
        await first.NextAsync();
        using var second = await EventStreamReader.OpenAsync(site);
        var seen = await second.NextAsync();

        site.Rules.SetJson(After);

        Assert.That(seen, Does.StartWith("id: "));
        Assert.That(await first.NextAsync(), Does.Contain("refetchEvaluation"));
        Assert.That(await second.NextAsync(), Does.Contain("refetchEvaluation"));
    }

    [TestCase("")]
    [TestCase("/ana")]
    public async Task Answer_OfOne_IsNotAnothers(string path)
    {
        await using var site = await StartAsync(hasOwn: true);

        var ana = await site.AskAsync(OfrepSiteExtensions.Bulk + path, headers: ("X-User", "ana"));
        var bo = await site.AskAsync(OfrepSiteExtensions.Bulk + path, headers: ("X-User", "bo"));

        Assert.That(ana.Body, Does.Contain("\"key\":\"ana\",\"value\":true"));
        Assert.That(bo.Body, Does.Contain("\"key\":\"ana\",\"value\":false"));
        Assert.That(ana.Headers + bo.Headers, Does.Not.Contain("Age: "));
    }

    private static Task<TestSite> StartAsync(bool hasOwn) => TestSite.StartAsync(
        Before,
        app =>
        {
            app.UseOutputCache();
            var mapped = app.MapGrayOfrep(o => o.EventSpread = TimeSpan.Zero);
            if (hasOwn)
            {
                mapped.CacheOutput(policy => policy.AddPolicy<Everything>());
            }
        },
        flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["X-User"]),
        services => services.AddOutputCache(o => o.AddBasePolicy(policy => policy.AddPolicy<Everything>())));

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
            context.AllowCacheStorage = true;
            return default;
        }
    }
}
