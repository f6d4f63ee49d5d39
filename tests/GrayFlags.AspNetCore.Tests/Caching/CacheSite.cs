using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>A site with a cache, and endpoints that say of themselves that everybody may have them.</summary>
internal static class CacheSite
{
    public const string Shared = "public,max-age=60";

    private const string Rules =
        """{ "flags": { "beta": { "rules": { "r": { "regions": ["CN"] } } }, "half": { "rules": { "some": { "percentage": 50 } } } } }""";

    private static readonly byte[] Key = Encoding.UTF8.GetBytes("S3CR3T-canary-that-is-32-bytes-long");

    public static (string Name, string Value) Region(string region) => ("X-Region", region);

    public static (string Name, string Value) Override() =>
        (GrayOverrideHeader.Name, GrayOverrideHeader.Sign(Key, TimeProvider.System.GetUtcNow().AddHours(1), [new("beta", "true")]));

    // As a page says of itself that everybody may have it.
    public static RequestDelegate Stored(Func<HttpContext, string> handler) => http =>
    {
        var text = handler(http);
        http.Response.Headers.CacheControl = http.Request.Headers.TryGetValue("X-Says", out var says) ? says == "nothing" ? default : says : Shared;
        return http.Response.WriteAsync(text);
    };

    public static Task<TestSite> StartAsync(Store store, bool isReal = false, Action<WebApplication>? map = null)
    {
        var made = 0;
        return TestSite.StartAsync(
            Rules,
            app =>
            {
                app.Use(SetAsItStartsAsync);
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
                    http.Response.Headers[http.Request.Headers["X-Name"].ToString()] = "60";
                    http.Response.Headers["X-Kept"] = "yes";
                    return $"{Flags(http).IsEnabled("beta")}";
                });
                app.MapGet("/cdn-of-all", http =>
                {
                    http.Response.Headers[http.Request.Headers["X-Name"].ToString()] = "60";
                    return Task.CompletedTask;
                });
                app.MapGrayUpgrade(
                    "/varied-upgrade",
                    "beta",
                    Stored(_ => $"v1 {Interlocked.Increment(ref made)}"),
                    Stored(_ => $"v2 {Interlocked.Increment(ref made)}"),
                    ["GET"]).CacheOutput(policy => policy.VaryByGrayFlag());
                app.MapGet("/varied-asks", Stored(http => $"{Flags(http).IsEnabled("beta")} {Interlocked.Increment(ref made)}"))
                    .CacheOutput(policy => policy.VaryByGrayFlag("beta"));
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

        static Task SetAsItStartsAsync(HttpContext http, RequestDelegate next)
        {
            if (http.Request.Headers.ContainsKey("X-As-It-Starts"))
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=7";
                    http.Response.Headers["CDN-Cache-Control"] = "max-age=60";
                    http.Response.Headers.Vary = "Origin";
                    return Task.CompletedTask;
                });
            }

            return next(http);
        }
    }
}
