using System.Collections.Concurrent;
using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>Every cache of the framework, against whatever a handler does to its response, for each way in which an answer becomes one person's.</summary>
[Fault("R5")]
public sealed class CacheMatrixTests
{
    private const string Rules =
        """{ "flags": { "beta": { "rules": { "r": { "regions": ["CN"] } } }, "half": { "rules": { "some": { "percentage": 50 } } } } }""";
    private const string Shared = "public, max-age=60";

    private static readonly byte[] Key = Encoding.UTF8.GetBytes("S3CR3T-canary-that-is-32-bytes-long");

    // What the app adds, in its order; policies are on the endpoints.
    private static readonly Dictionary<string, (Action<WebApplication> Use, Func<IOutputCachePolicy>? Policy, bool IsForAll)> Caches = new()
    {
        ["response caching"] = (app => app.UseRouting().UseResponseCaching(), null, false),
        ["response caching before routing"] = (app => app.UseResponseCaching().UseRouting(), null, false),
        ["response caching around compression"] = (app => app.UseResponseCaching().UseResponseCompression().UseRouting(), null, false),
        ["response caching inside of compression"] = (app => app.UseResponseCompression().UseResponseCaching().UseRouting(), null, false),
        ["response caching inside of a middleware with a response of its own"] =
            (app => app.Use(BufferAsync).UseResponseCaching().UseRouting(), null, false),
        ["response caching around a middleware with a response of its own"] =
            (app => app.UseResponseCaching().Use(BufferAsync).UseRouting(), null, false),
        ["response caching around output caching"] = (app => app.UseRouting().UseResponseCaching().UseOutputCache(), () => new Insisting(true), false),
        ["output caching around response caching"] = (app => app.UseRouting().UseOutputCache().UseResponseCaching(), () => new Insisting(true), false),
        ["output caching for all"] = (app => app.UseRouting().UseOutputCache(), null, true),
        ["output caching for all before routing"] = (app => app.UseOutputCache().UseRouting(), null, true),
        ["output caching by a policy of the app"] = (app => app.UseRouting().UseOutputCache(), () => new Insisting(false), false),
        ["output caching by a policy that insists"] = (app => app.UseRouting().UseOutputCache(), () => new Insisting(true), false),
        ["output caching around compression"] = (app => app.UseRouting().UseOutputCache().UseResponseCompression(), () => new Insisting(true), false),
        ["output caching inside of compression"] = (app => app.UseResponseCompression().UseRouting().UseOutputCache(), () => new Insisting(true), false),
    };

    // What a handler does with the answer that it is about to give. The text depends on who asks.
    private static readonly Dictionary<string, Func<HttpContext, Func<string>, Task>> Behaviours = new()
    {
        ["writes"] = (http, text) => WriteAsync(http, text()),
        ["clears the response"] = (http, text) =>
        {
            var said = text();
            http.Response.Clear();
            return WriteAsync(http, said);
        },
        ["clears the headers"] = (http, text) =>
        {
            var said = text();
            http.Response.Headers.Clear();
            return WriteAsync(http, said);
        },
        ["clears headers that it held before"] = (http, text) =>
        {
            var headers = http.Response.Headers;
            var said = text();
            foreach (var name in headers.Keys.ToList())
            {
                headers.Remove(name);
            }

            headers.CacheControl = Shared;
            return http.Response.WriteAsync(said);
        },
        ["takes all cookies away"] = (http, text) =>
        {
            var said = text();
            http.Response.Headers.SetCookie = default;
            http.Response.Headers.Vary = default;
            return WriteAsync(http, said);
        },
        ["takes all cookies away as the response starts"] = (http, text) =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Remove("Set-Cookie");
                http.Response.Headers.CacheControl = Shared;
                return Task.CompletedTask;
            });
            return WriteAsync(http, text());
        },
        ["has started"] = async (http, text) =>
        {
            http.Response.Headers.CacheControl = Shared;
            await http.Response.StartAsync();
            await http.Response.WriteAsync(text());
        },
        ["has written"] = async (http, text) =>
        {
            await WriteAsync(http, "begin ");
            await http.Response.Body.FlushAsync();
            await http.Response.WriteAsync(text());
        },
        ["writes by the pipe"] = async (http, text) =>
        {
            var said = Encoding.UTF8.GetBytes(text());
            http.Response.Clear();
            http.Response.Headers.CacheControl = Shared;
            await http.Response.BodyWriter.WriteAsync(said);
        },
        ["says how long it is"] = (http, text) =>
        {
            var said = text();
            http.Response.Clear();
            http.Response.ContentLength = Encoding.UTF8.GetByteCount(said);
            return WriteAsync(http, said);
        },
        ["writes no body"] = (http, text) =>
        {
            var said = text();
            http.Response.Clear();
            http.Response.Headers["X-Said"] = said;
            http.Response.Headers.CacheControl = Shared;
            return Task.CompletedTask;
        },
        ["is a result with ranges"] = (http, text) =>
        {
            var said = Encoding.UTF8.GetBytes(text());
            http.Response.Headers.Clear();
            http.Response.Headers.CacheControl = Shared;
            return Results.Bytes(said, "text/plain", enableRangeProcessing: true).ExecuteAsync(http);
        },
        ["sends a file"] = async (http, text) =>
        {
            using var folder = new TempFolder();
            var path = Path.Combine(folder.Path, "answer.txt");
            await File.WriteAllTextAsync(path, text());
            http.Response.Clear();
            http.Response.Headers.CacheControl = Shared;
            await http.Response.SendFileAsync(path);
        },
        ["writes to the body that it held before"] = async (http, text) =>
        {
            var body = http.Response.Body;
            var said = Encoding.UTF8.GetBytes(text());
            http.Response.Clear();
            http.Response.Headers.CacheControl = Shared;
            await body.WriteAsync(said);
        },
    };

    // Who asks in what way, and what the first and the second of two visitors send.
    private static readonly Dictionary<string, (string First, string Second)> Kinds = new()
    {
        ["gate"] = ("CN", "DE"),
        ["asks"] = ("CN", "DE"),
        ["id"] = ("DE", "DE"),
        ["tester"] = ("signed", "DE"),
    };

    [Test]
    public async Task Answer_OfOne_IsNeverThatOfAnother([ValueSource(nameof(CacheNames))] string cache, [Values] bool isReal)
    {
        await using var site = await StartAsync(cache, isReal);
        var faults = new List<string>();
        var stored = 0;
        foreach (var (behaviour, number) in Behaviours.Keys.Select((name, number) => (name, number)))
        {
            // The caches have to work, or nothing is shown.
            var shared = await SaidAsync(site, $"/shared/{number}", "DE");
            stored += shared.Length > 0 && await SaidAsync(site, $"/shared/{number}", "DE") == shared ? 1 : 0;
            foreach (var (kind, (first, second)) in Kinds)
            {
                var (before, after) = (await SaidAsync(site, $"/{kind}/{number}", first), await SaidAsync(site, $"/{kind}/{number}", second));
                if (before.Length == 0 || (kind == "gate" ? after != "404" : before == after))
                {
                    faults.Add($"{kind}, handler {behaviour}: {before} then {after}");
                }
            }
        }

        Assert.That(faults, Is.Empty);
        Assert.That(stored, Is.GreaterThan(Behaviours.Count / 2), "the cache works");
    }

    // What waits for the answer to another request of the same address gets that answer, if it may be stored.
    [Test]
    public async Task Answer_ForWhichAnotherWaits_IsNotTheirs([Values("output caching for all", "output caching by a policy that insists")] string cache)
    {
        var (asked, isFree) = (new SemaphoreSlim(0), new TaskCompletionSource());
        await using var site = await StartAsync(cache, isReal: true, app => app.MapGet("/slow", async http =>
        {
            var said = $"{http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("beta")}";
            asked.Release();
            await isFree.Task;
            await WriteAsync(http, said);
        }));
        var first = SaidAsync(site, "/slow", "CN");
        await asked.WaitAsync();
        var second = SaidAsync(site, "/slow", "DE");
        isFree.SetResult();

        Assert.That((await first, await second), Is.EqualTo(("True", "False")));
    }

    private static string[] CacheNames() => [.. Caches.Keys];

    private static async Task<string> SaidAsync(TestSite site, string path, string who)
    {
        var header = who == "signed"
            ? (GrayOverrideHeader.Name, GrayOverrideHeader.Sign(Key, TimeProvider.System.GetUtcNow().AddHours(1), [new("beta", "true")]))
            : ("X-Region", who);
        using var response = await site.SendAsync(path, header);
        var text = response.Headers.TryGetValues("X-Said", out var said) ? said.Single() : await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : $"{(int)response.StatusCode}";
    }

    private static Task WriteAsync(HttpContext http, string text)
    {
        http.Response.Headers.CacheControl = Shared;
        return http.Response.WriteAsync(text);
    }

    // As middleware does that wants to change a response when it is complete.
    private static async Task BufferAsync(HttpContext http, RequestDelegate next)
    {
        var (outer, outerBody) = (http.Features.GetRequiredFeature<IHttpResponseFeature>(), http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        var body = new MemoryStream();
        var own = new HttpResponseFeature();
        http.Features.Set<IHttpResponseFeature>(own);
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        try
        {
            await next(http);
            await http.Response.CompleteAsync();
        }
        finally
        {
            http.Features.Set(outer);
            http.Features.Set(outerBody);
        }

        http.Response.StatusCode = own.StatusCode;
        foreach (var (name, value) in own.Headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(body.ToArray());
    }

    private static Task<TestSite> StartAsync(string cache, bool isReal, Action<WebApplication>? map = null)
    {
        var (use, policy, isForAll) = Caches[cache];
        var made = 0;
        return TestSite.StartAsync(
            Rules,
            app =>
            {
                use(app);
                foreach (var (behave, number) in Behaviours.Values.Select((behave, number) => (behave, number)))
                {
                    Map($"/gate/{number}", http => behave(http, () => "secret")).RequireGrayFlag("beta");
                    Map($"/asks/{number}", http => behave(http, () => $"{Flags(http).IsEnabled("beta")}"));
                    Map($"/tester/{number}", http => behave(http, () => $"{Flags(http).IsEnabled("beta")}"));
                    Map($"/id/{number}", http => behave(http, () => $"{Flags(http).IsEnabled("half")} {Interlocked.Increment(ref made)}"));
                    Map($"/shared/{number}", http => behave(http, () => $"shared {Interlocked.Increment(ref made)}"));
                }

                map?.Invoke(app);

                IEndpointConventionBuilder Map(string pattern, RequestDelegate handler)
                {
                    var endpoint = app.MapGet(pattern, handler);
                    return policy is null ? endpoint : endpoint.WithMetadata(policy());
                }
            },
            flags => flags.AddAspNetCore(o => (o.RegionHeader, o.OverrideKey) = ("X-Region", Key)).AddAnonymousCookie(),
            services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddResponseCaching().AddResponseCompression();
                services.AddSingleton<IOutputCacheStore, OwnStore>();
                services.AddOutputCache(o =>
                {
                    if (isForAll)
                    {
                        o.AddBasePolicy(all => all.Cache());
                    }
                });
            },
            isReal);

        static IGrayEvaluator Flags(HttpContext http) => http.RequestServices.GetRequiredService<IGrayEvaluator>();
    }

    // A policy as apps write them, in the place of the default one. It comes after that of this package.
    private sealed class Insisting(bool isInsisting) : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellationToken)
        {
            (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, true, true, true);
            return default;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellationToken) => default;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellationToken)
        {
            context.AllowCacheStorage |= isInsisting;
            return default;
        }
    }

    private sealed class OwnStore : IOutputCacheStore
    {
        private readonly ConcurrentDictionary<string, byte[]> _stored = [];

        public ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken) => default;

        public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => new(_stored.GetValueOrDefault(key));

        public ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
        {
            _stored[key] = value;
            return default;
        }
    }
}
