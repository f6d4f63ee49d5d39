using System.Collections.Concurrent;
using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Browser.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Browser.Tests.Ofrep;

/// <summary>A site with a page of the clients, below a path or at the root, and a note of each answer that it gave.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private WebSite(TestSite site, ConcurrentQueue<string> answers) => (Site, Answers) = (site, answers);

    public TestSite Site { get; }

    /// <summary>The status and the path of each answer, in order.</summary>
    public ConcurrentQueue<string> Answers { get; }

    public string Address => Site.Client.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<WebSite> StartAsync(string rules)
    {
        var script = Clients.PageScript;
        var answers = new ConcurrentQueue<string>();
        var site = await TestSite.StartAsync(
            rules,
            app =>
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedPrefix });
                app.UsePathBase("/shop");
                app.Use(async (http, next) =>
                {
                    http.Response.OnStarting(() =>
                    {
                        answers.Enqueue($"{http.Response.StatusCode} {http.Request.PathBase}{http.Request.Path}");
                        return Task.CompletedTask;
                    });
                    await next(http);
                });
                app.UseRouting();
                app.MapGet("/page", () => Results.Content("<!doctype html><title>page</title><div id=root></div><script src=page.js></script>", "text/html"));
                app.MapGet("/page.js", () => Results.Content(script, "text/javascript"));
                app.MapGrayOfrep(o => o.BodyAttributes.Add("plan"));
            },
            flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services => services.AddDataProtection().UseEphemeralDataProtectionProvider(),
            isReal: true);
        return new WebSite(site, answers);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
