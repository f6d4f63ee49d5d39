using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>
/// The verdict on requests: only the release is judged, by what its endpoint did, and not by what clients did wrong or others answered in its place.
/// </summary>
[Fault("G10")]
public sealed class VerdictTests
{
    private static readonly string[] Pages = ["none", "page", "redirect", "handler-200", "handler-302", "handler-400"];

    [TestCase("/ok", "none", "Success")]
    [TestCase("/missing", "none", "Success", Description = "the endpoint says so")]
    [TestCase("/fails", "none", "Failure")]
    [TestCase("/fails", "page", "Failure", Description = "the page answers 200")]
    [TestCase("/fails", "redirect", "Failure", Description = "302 to a page")]
    [TestCase("/throws", "none", "Failure")]
    [TestCase("/throws", "handler-200", "Failure")]
    [TestCase("/throws", "handler-302", "Failure")]
    [TestCase("/throws", "handler-400", "Success", Description = "the app answers by 400 what it refuses")]
    [TestCase("/mapped", "none", "Success", Description = "the same by a middleware of its own")]
    [TestCase("/apology", "none", "Failure", Description = "a middleware of its own answers 200 to an exception")]
    [TestCase("/bad", "none", "Ignore")]
    [TestCase("/bad", "handler-200", "Ignore")]
    [TestCase("/bad-inside", "none", "Ignore", Description = "the app has put it into an exception of its own")]
    [TestCase("/limited", "none", "Ignore", Description = "503 before the endpoint ran")]
    [TestCase("/limited", "page", "Ignore", Description = "and the page for it did run")]
    [TestCase("/nowhere", "none", "Ignore", Description = "no endpoint matched")]
    [TestCase("/nowhere", "page", "Ignore")]
    [TestCase("/nowhere", "redirect", "Ignore")]
    [TestCase("/broken-middleware", "none", "Failure", Description = "code of the app asked, and threw")]
    [TestCase("/closed", "none", "Success", Description = "no endpoint: the gate's own answer")]
    [TestCase("/closed-503", "none", "Success", Description = "the gate says what to answer")]
    [TestCase("/gated-unready", "none", "Ignore", Description = "a gate alone asked, and a middleware threw")]
    [TestCase("/gated-limited", "none", "Ignore")]
    [TestCase("/gated", "none", "Success")]
    public async Task Request_IsJudgedByItsEndpoint(string path, string pages, string expected)
    {
        Assert.That(Pages, Does.Contain(pages));
        await using var site = await OutcomeSite.StartAsync(app => Map(app, pages));
        var user = site.UsersOf(path.Contains("closed", StringComparison.Ordinal) ? GrayArm.Control : GrayArm.Canary).First();

        Assert.That(await site.VerdictAsync(() => SendAsync(site, path, user)), Is.EqualTo(expected));
    }

    [TestCase(500, "Failure")]
    [TestCase(404, "Success")]
    public async Task App_WithoutEndpoints_IsJudgedByStatus(int status, string expected)
    {
        await using var site = await OutcomeSite.StartAsync(
            app => app.Run(http =>
            {
                http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled(OutcomeSite.Flag, new GrayContext("u1"));
                http.Response.StatusCode = status;
                return Task.CompletedTask;
            }),
            isWarm: false);

        await SendAsync(site, "/", "u0");
        Assert.That(await site.VerdictAsync(() => SendAsync(site, "/", "u1")), Is.EqualTo(expected));
    }

    [TestCase("/ok", "Failure", Description = "the app's own word")]
    [TestCase("/fails", "Ignore")]
    [TestCase("/missing", "Success", Description = "none: the default")]
    [TestCase("/throws", "Failure", Description = "the function throws: the default")]
    [TestCase("/closed", "Success")]
    public async Task App_MayJudgeItself(string path, string expected)
    {
        await using var site = await OutcomeSite.StartAsync(app => Map(app, "none"), o => o.Outcome = (http, exception) => http.Request.Path.Value switch
        {
            "/ok" => GrayVerdict.Failure,
            "/fails" => GrayVerdict.Ignore,
            "/throws" => throw new InvalidOperationException("of the app", exception),
            _ => null,
        });
        for (var time = 0; time < 2; time++)
        {
            Assert.That(await site.VerdictAsync(() => SendAsync(site, path, site.UsersOf(GrayArm.Control).First())), Is.EqualTo(expected));
        }

        Assert.That(site.Site.Log.Entries.Count(entry => entry.EventId.Id == 509), Is.EqualTo(path == "/throws" ? 1 : 0));
    }

    [Test]
    public async Task Endpoint_IsTheSameToTheApp()
    {
        await using var site = await OutcomeSite.StartAsync(app =>
        {
            app.UseRouting();
            app.Use((http, next) =>
            {
                http.SetEndpoint(http.GetEndpoint());
                return next(http);
            });
            app.MapGet("/shown/{id}", (HttpContext http, IGrayEvaluator flags) =>
                $"{flags.IsEnabled(OutcomeSite.Flag) || true} {http.GetEndpoint()!.DisplayName} {http.GetRouteValue("id")} "
                    + $"{http.GetEndpoint()!.Metadata.GetMetadata<string>()}")
                .WithDisplayName("shown").WithMetadata("mark");
        });

        Assert.That(await site.Site.GetAsync("/shown/7", ("Test", "u1")), Is.EqualTo("200 True shown 7 mark"));
    }

    private static void Map(WebApplication app, string pages)
    {
        switch (pages)
        {
            case "page":
                app.UseStatusCodePagesWithReExecute("/page");
                break;
            case "redirect":
                app.UseStatusCodePagesWithRedirects("/page");
                break;
            case "handler-200" or "handler-302" or "handler-400":
                app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/" + pages, AllowStatusCode404Response = true });
                break;
        }

        app.UseWhen(http => !IsGated(http), branch => branch.UseGrayVersionHeader("x", OutcomeSite.Flag));
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (KeyNotFoundException)
            {
                http.Response.StatusCode = http.Request.Path == "/mapped" ? 404 : 200;
            }
        });
        app.UseRouting();
        app.UseAuthentication();
        app.Use(async (http, next) =>
        {
            switch (http.Request.Path.Value)
            {
                case "/limited" or "/gated-limited":
                    http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return;
                case "/broken-middleware":
                    throw http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled(OutcomeSite.Flag)
                        ? new InvalidOperationException("new")
                        : new InvalidOperationException("old");
                case "/gated-unready":
                    throw new InvalidOperationException("a middleware");
                default:
                    await next(http);
                    return;
            }
        });
        app.MapGet("/ok", (IGrayEvaluator flags) => flags.IsEnabled(OutcomeSite.Flag));
        app.MapGet("/missing", () => Results.NotFound());
        app.MapGet("/fails", () => Results.StatusCode(500));
        app.MapGet("/throws", (Func<string>)(() => throw new InvalidOperationException("broken")));
        app.MapGet("/mapped", (Func<string>)(() => throw new KeyNotFoundException()));
        app.MapGet("/apology", (Func<string>)(() => throw new KeyNotFoundException()));
        app.MapGet("/bad", (Func<string>)(() => throw new BadHttpRequestException("malformed")));
        app.MapGet("/bad-inside", (Func<string>)(() => throw new InvalidOperationException("wrapped", new BadHttpRequestException("too large", 413))));
        app.MapGet("/limited", () => "never");
        app.MapGet("/broken-middleware", () => "never");
        app.MapGet("/closed", () => "never").RequireGrayFlag(OutcomeSite.Flag);
        app.MapGet("/closed-503", () => "never").RequireGrayFlag(OutcomeSite.Flag, otherwise: Results.StatusCode(503).ExecuteAsync);
        app.MapGet("/gated", () => "new").RequireGrayFlag(OutcomeSite.Flag);
        app.MapGet("/gated-unready", () => "never").RequireGrayFlag(OutcomeSite.Flag);
        app.MapGet("/gated-limited", () => "never").RequireGrayFlag(OutcomeSite.Flag);
        app.Map("/page", (HttpContext http) =>
        {
            http.Response.StatusCode = 200;
            return "sorry";
        });
        app.Map("/handler-200", (HttpContext http) =>
        {
            http.Response.StatusCode = 200;
            return "sorry";
        });
        app.Map("/handler-302", () => Results.Redirect("/page"));
        app.Map("/handler-400", () => Results.BadRequest());
    }

    // There nobody but the gate asks.
    private static bool IsGated(HttpContext http) =>
        http.Request.Path.Value is { } path && (path.StartsWith("/gated", StringComparison.Ordinal) || path.StartsWith("/closed", StringComparison.Ordinal));

    private static async Task SendAsync(OutcomeSite site, string path, string user)
    {
        try
        {
            using var response = await site.Site.SendAsync(path, ("Test", user));
        }
        catch (Exception exception) when (exception is InvalidOperationException or BadHttpRequestException)
        {
            // In memory what nobody handles reaches the client.
        }
    }
}
