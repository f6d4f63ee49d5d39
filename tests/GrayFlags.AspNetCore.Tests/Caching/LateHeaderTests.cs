using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.DependencyInjection;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>What a flag decided leaves as private, whoever holds its headers and whatever has become of its endpoint.</summary>
[Fault("R5")]
public sealed class LateHeaderTests
{
    private const string Rules = """{ "flags": { "beta": { "rules": { "r": { "regions": ["CN"] } } } } }""";

    [Test]
    public async Task HeadersHeldBefore_AndSetAsTheResponseStarts([Values("set", "typed", "remove", "clear", "remove-late")] string how, [Values] bool isReal)
    {
        await using var site = await StartAsync(
            app =>
            {
                app.Use(async (http, next) =>
                {
                    var (headers, typed) = (http.Response.Headers, http.Response.GetTypedHeaders());
                    http.Response.OnStarting(() =>
                    {
                        switch (how)
                        {
                            case "set":
                                headers.CacheControl = "public, max-age=60";
                                break;
                            case "typed":
                                typed.CacheControl = new() { Public = true, MaxAge = TimeSpan.FromMinutes(1) };
                                break;
                            case "remove":
                                headers.Remove("Cache-Control");
                                break;
                            case "clear":
                                headers.Clear();
                                break;
                            default:
                                http.Response.Headers.Remove("Cache-Control");
                                break;
                        }

                        return Task.CompletedTask;
                    });
                    await next(http);
                });
                app.UseRouting();
                app.MapGet("/asks", (IGrayEvaluator flags) => $"{flags.IsEnabled("beta")}");
            },
            isReal);
        using var answer = await site.SendAsync("/asks", ("X-Region", "CN"));

        Assert.That(answer.Headers.CacheControl?.Private, Is.True);
    }

    [Test]
    public async Task PageInThePlaceOfAnOpenGate_IsPrivate(
        [Values("reexecute-empty", "reexecute-redirect", "rewrite", "catch")] string how, [Values] bool isReal)
    {
        await using var site = await StartAsync(
            app =>
            {
                UsePage(app, how);
                app.UseRouting();
                app.MapGet("/x", (HttpContext http) =>
                {
                    http.Response.StatusCode = how == "catch" ? throw new InvalidOperationException("Secret.") : 410;
                }).RequireGrayFlag("beta");
                app.Map("/error", (HttpContext http) =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=60";
                    if (how == "reexecute-redirect")
                    {
                        http.Response.Redirect("/gone");
                    }

                    return how == "rewrite" ? http.Response.WriteAsync("sorry") : Task.CompletedTask;
                });
            },
            isReal);
        using var answer = await site.SendAsync("/x", ("X-Region", "CN"));

        Assert.That(answer.Headers.CacheControl?.Private, Is.True, $"{answer.Headers}");
        using var absent = await site.SendAsync("/error", ("X-Region", "CN"));
        Assert.That(absent.Headers.CacheControl?.Private, Is.Not.True, "no gate led to it");
    }

    [Test]
    public async Task ContextThatIsWrapped_IsPrivateAndNotStored([Values("gate", "asks")] string path, [Values("output", "response", "none")] string cache)
    {
        await using var site = await StartAsync(
            app =>
            {
                _ = cache switch
                {
                    "output" => app.UseOutputCache(),
                    "response" => app.UseResponseCaching(),
                    _ => app,
                };
                app.Use((http, next) => next(new DefaultHttpContext(new FeatureCollection(http.Features)) { RequestServices = http.RequestServices }));
                app.UseRouting();
                app.MapGet("/gate", (HttpContext http) => Public(http, "secret")).RequireGrayFlag("beta");
                app.MapGet("/asks", (HttpContext http, IGrayEvaluator flags) => Public(http, flags.IsEnabled("beta") ? "secret" : "old"));
            },
            isReal: true);
        using var first = await site.SendAsync($"/{path}", ("X-Region", "CN"));

        Assert.That(await site.GetAsync($"/{path}", ("X-Region", "DE")), Does.Not.Contain("secret"));
        Assert.That(first.Headers.CacheControl?.Private, Is.True);
    }

    private static string Public(HttpContext http, string body)
    {
        http.Response.Headers.CacheControl = "public, max-age=60";
        return body;
    }

    private static void UsePage(WebApplication app, string how)
    {
        switch (how)
        {
            case "catch":
                app.Use(async (http, next) =>
                {
                    try
                    {
                        await next(http);
                    }
                    catch (InvalidOperationException)
                    {
                        http.Response.Clear();
                        http.SetEndpoint(null);
                        await http.Response.WriteAsync(Public(http, "sorry"));
                    }
                });
                break;
            case "rewrite":
                app.Use(async (http, next) =>
                {
                    await next(http);
                    if (http.Response.StatusCode == 410 && !http.Response.HasStarted)
                    {
                        http.Request.Path = "/error";
                        http.SetEndpoint(null);
                        http.Request.RouteValues.Clear();
                        await next(http);
                    }
                });
                break;
            default:
                app.UseStatusCodePagesWithReExecute("/error");
                break;
        }
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, bool isReal) => TestSite.StartAsync(
        Rules,
        map,
        flags => flags.AddAspNetCore(options => options.RegionHeader = "X-Region"),
        services =>
        {
            services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
            services.AddResponseCaching();
        },
        isReal);
}
