using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>An answer that an open gate has led to is private, also where another endpoint has taken the place of the gated one since.</summary>
[Fault("R5")]
public sealed class ReplacedEndpointTests
{
    [TestCase("/any", "on", "private", Description = "the action that a fallback becomes")]
    [TestCase("/any", "off", "public")]
    [TestCase("/open", "on", "public", Description = "the fallback is open, and was not chosen")]
    [TestCase("/status", "on", "private", Description = "the page for a status")]
    [TestCase("/status", "off", "public")]
    public async Task AnswerOfAnother_IsPrivateWhereTheGateWasOpen(string path, string flag, string expected)
    {
        await using var site = await TestSite.StartAsync(
            $$"""{ "flags": { "x": {{(flag == "on" ? "true" : "false")}} } }""",
            app =>
            {
                app.Use((http, next) =>
                {
                    http.Response.OnStarting(() =>
                    {
                        if (http.Response.Headers.CacheControl.Count == 0)
                        {
                            http.Response.Headers.CacheControl = "public";
                        }

                        return Task.CompletedTask;
                    });
                    return next();
                });
                app.UseStatusCodePagesWithReExecute("/error");
                app.UseRouting();
                app.Map("/error", (HttpContext http) =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=60";
                    return http.Response.WriteAsync("page");
                });
                app.MapGet("/status", () => Results.StatusCode(410)).RequireGrayFlag("x");
                app.MapControllers();
                app.MapFallbackToController("{*path}", "Open", "Open").RequireGrayFlag("x");
            },
            services: services => services.AddMvc().AddApplicationPart(typeof(OpenController).Assembly));
        using var response = await site.SendAsync(path);

        Assert.That(response.Headers.CacheControl?.ToString(), Does.Contain(expected));
    }
}
