using System.Globalization;
using System.Security.Claims;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.DependencyInjection;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>Behind a gate, who asks is the same as without one: the gate looked early, and the endpoint sees what has come since.</summary>
[Fault("R5")]
public sealed class EarlyContextTests
{
    private const string Rules = """
        { "flags": {
            "ana": { "rules": { "r": { "users": ["ana"] } } }, "on": true,
            "acme": { "rules": { "r": { "when": { "tenant": "acme" } } } },
            "gold": { "rules": { "r": { "when": { "plan": "gold" } } } } } }
        """;

    [TestCase("ana", "bo", "200 True")]
    [TestCase("bo", "ana", "404")]
    [TestCase(null, "ana", "404")]
    public async Task SchemesOfAnotherMethod_AreNotAsked(string? test, string? other, string expected)
    {
        await using var site = await StartAsync(app =>
        {
            app.MapGet("/x", (IGrayEvaluator flags) => $"{flags.IsEnabled("ana")}").RequireGrayFlag("ana")
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes(HeaderAuthentication.Default).RequireAuthenticatedUser());
            app.MapPost("/x", () => "").RequireGrayFlag("ana")
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes(HeaderAuthentication.Other).RequireAuthenticatedUser());
        });

        Assert.That(await site.GetAsync("/x", Headers(test, other)), Is.EqualTo(expected));
    }

    // Both halves are asked by both schemes; the one that is chosen asks as the user that authorisation has found, who is nobody.
    [Test]
    public async Task EarlyUser_IsDropped_WhereAuthorizationFoundNobody()
    {
        await using var site = await StartAsync(app =>
        {
            app.MapGet("/x", () => "old").RequireGrayFlag("ana", enabled: false)
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes(HeaderAuthentication.Other).RequireAssertion(_ => true));
            app.MapGet("/x", (IGrayEvaluator flags, HttpContext http) => $"new {flags.IsEnabled("ana")} {http.User.Identity?.IsAuthenticated}")
                .RequireGrayFlag("ana");
        });

        Assert.That(await site.GetAsync("/x", (HeaderAuthentication.Other, "ana")), Is.EqualTo("200 new False False"));
    }

    [Test]
    public async Task FunctionsOfTheOptions_SeeWhatTheyWouldWithoutAGate(
        [Values("route", "items", "culture")] string what, [Values] bool isGated, [Values] bool authenticates)
    {
        await using var site = await StartAsync(
            app =>
            {
                app.Use((http, next) =>
                {
                    http.Items["tenant"] = "acme";
                    CultureInfo.CurrentUICulture = new CultureInfo("de-DE");
                    return next(http);
                });
                var endpoint = app.MapGet("/{tenant}/x", (IGrayEvaluator flags) => $"{flags.IsEnabled("acme")}");
                _ = isGated ? endpoint.RequireGrayFlag("on") : endpoint;
            },
            options => options.Attributes = (http, attributes) =>
            {
                var found = what switch
                {
                    "route" => http.GetRouteValue("tenant") as string,
                    "items" => http.Items["tenant"] as string,
                    _ => CultureInfo.CurrentUICulture.Name == "de-DE" ? "acme" : null,
                };
                if (found is not null)
                {
                    attributes["tenant"] = found;
                }
            },
            authenticates);

        Assert.That(await site.GetAsync("/acme/x"), Is.EqualTo("200 True"));
    }

    // The gate itself, too, by the route.
    [TestCase("/acme/gated", "200 open True")]
    [TestCase("/other/gated", "404")]
    public async Task FunctionsOfTheOptions_SeeTheRouteAtTheGate(string path, string expected)
    {
        foreach (var authenticates in new[] { false, true })
        {
            await using var site = await StartAsync(
                app => app.MapGet("/{tenant}/gated", (IGrayEvaluator flags) => $"open {flags.IsEnabled("acme")}").RequireGrayFlag("acme"),
                options => options.Attributes = (http, attributes) =>
                    attributes["tenant"] = http.GetEndpoint() is RouteEndpoint ? (string)http.GetRouteValue("tenant")! : "none",
                authenticates);

            Assert.That(await site.GetAsync(path), Is.EqualTo(expected), $"{authenticates}");
        }
    }

    [Test]
    public async Task IdentityThatIsAddedInPlace_IsSeen([Values] bool isGated)
    {
        await using var site = await StartAsync(
            app =>
            {
                app.Use((http, next) =>
                {
                    http.User.AddIdentity(new ClaimsIdentity([new Claim("plan", "gold")], "enriched"));
                    return next(http);
                });
                var endpoint = app.MapGet("/x", (IGrayEvaluator flags) => $"{flags.IsEnabled("gold")}");
                _ = isGated ? endpoint.RequireGrayFlag("on") : endpoint;
            },
            options => options.ClaimAttributes["plan"] = "plan");

        Assert.That(await site.GetAsync("/x", (HeaderAuthentication.Default, "bo")), Is.EqualTo("200 True"));
    }

    [Test]
    public async Task ContextThatFailed_IsNotKept()
    {
        var calls = 0;
        await using var site = await StartAsync(
            app => app.MapGet("/x", (IGrayEvaluator flags) => $"{flags.IsEnabled("ana")} {flags.IsEnabled("ana")}"),
            options => options.UserId = _ => ++calls == 1 ? throw new InvalidOperationException("Not now.") : "ana");

        Assert.That(await site.GetAsync("/x"), Is.EqualTo("200 False True"));
    }

    // As security stamps do it: who is refused is signed out. An endpoint that does not exist signs nobody out.
    [TestCase("/nothing", false)]
    [TestCase("/closed", false)]
    [TestCase("/open", true)]
    public async Task CookieThatIsRefused_IsTakenAwayOnlyWhereItsSchemeIsAsked(string path, bool isTakenAway)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                var bo = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "bo")], "C"));
                app.MapGet("/in", (HttpContext http) => http.SignInAsync("C", bo));
                var group = app.MapGroup("").RequireAuthorization(policy => policy.AddAuthenticationSchemes("C").RequireAuthenticatedUser());
                group.MapGet("/closed", () => "secret").RequireGrayFlag("ana");
                group.MapGet("/open", () => "open").RequireGrayFlag("on");
            },
            services: services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddAuthentication("Default").AddCookie("Default").AddCookie("C", options => options.Events.OnValidatePrincipal = async context =>
                {
                    context.RejectPrincipal();
                    await context.HttpContext.SignOutAsync("C");
                });
                services.AddAuthorization();
            });
        using var first = await site.SendAsync("/in");
        var cookie = first.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var answer = await site.SendAsync(path, ("Cookie", cookie));

        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.EqualTo(isTakenAway));
        Assert.That(answer.Headers.Contains("Pragma"), Is.EqualTo(isTakenAway));
    }

    private static (string Name, string Value)[] Headers(string? test, string? other) => test is null
        ? [(HeaderAuthentication.Other, other!)]
        : [(HeaderAuthentication.Default, test), (HeaderAuthentication.Other, other!)];

    private static Task<TestSite> StartAsync(
        Action<WebApplication> map, Action<GrayAspNetCoreOptions>? options = null, bool authenticates = true) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            if (authenticates)
            {
                app.UseAuthentication();
                app.UseAuthorization();
            }

            map(app);
        },
        flags => flags.AddAspNetCore(options),
        services =>
        {
            if (authenticates)
            {
                HeaderAuthentication.AddTo(services);
            }
        });
}
