using System.Security.Claims;
using System.Text.Encodings.Web;
using GrayFlags.AspNetCore.Tests.Gates;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>Asking who the user is for a gate leaves nothing behind that authentication itself would not have done.</summary>
[Fault("R7")]
public sealed class EarlyAuthenticationTests
{
    private const string Rules =
        """{ "flags": { "on": true, "shop": true, "closed": { "rules": { "nobody": { "users": ["nobody"] } } },"""
        + """ "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    private static readonly Dictionary<string, Action<AuthenticationBuilder>> Forwards = new()
    {
        ["authenticate"] = schemes => schemes.AddPolicyScheme("P", null, o => o.ForwardAuthenticate = "Own"),
        ["selector"] = schemes => schemes.AddPolicyScheme("P", null, o => o.ForwardDefaultSelector = _ => "Own"),
        ["default"] = schemes => schemes.AddPolicyScheme("P", null, o => o.ForwardDefault = "Own"),
        ["two deep"] =
            schemes => schemes.AddPolicyScheme("P", null, o => o.ForwardDefault = "Q").AddPolicyScheme("Q", null, o => o.ForwardAuthenticate = "Own"),
        ["of another handler"] = schemes => schemes.AddScheme<AuthenticationSchemeOptions, Signed>("P", null, o => o.ForwardAuthenticate = "Own"),
    };

    [Test]
    public async Task HandlerThatMustRunFirst_BreaksNothing_WhereAnotherForwardsToIt(
        [ValueSource(nameof(ForwardNames))] string forward, [Values] bool hasHeader)
    {
        await using var site = await StartAsync(
            app =>
            {
                if (hasHeader)
                {
                    app.UseGrayVersionHeader("on", "on");
                }

                UseAll(app);
                app.MapGet("/public", (HttpContext http) => $"{http.User.Identity?.Name}").RequireGrayFlag("on");
                app.MapGrayUpgrade("/halves", "on", () => "old", (HttpContext http) => $"{http.User.Identity?.Name}");
            },
            services =>
                Forwards[forward](services.AddAuthentication("P").AddScheme<AuthenticationSchemeOptions, WhoAsksTests.FirstAuthentication>("Own", null)));

        Assert.That(await site.GetAsync("/public"), Is.EqualTo("200 ana"));
        Assert.That(await site.GetAsync("/halves"), Is.EqualTo("200 ana"));
        Assert.That(site.Log.Entries.Where(entry => entry.EventId.Id == 505).Select(entry => entry.Message).Single(), Does.Contain("'Own'"));
    }

    // Nobody but the closed endpoint would ever ask these schemes.
    [Test]
    public async Task SchemesThatForwardInACircle_AreNobody()
    {
        await using var site = await StartAsync(
            app =>
            {
                UseAll(app);
                app.MapGet("/", () => "in").RequireGrayFlag("closed").RequireAuthorization(Policy("P"));
            },
            services => services.AddAuthentication("Own").AddScheme<AuthenticationSchemeOptions, Signed>("Own", null)
                .AddPolicyScheme("P", null, o => o.ForwardDefault = "Q").AddPolicyScheme("Q", null, o => o.ForwardDefault = "P"));

        Assert.That(await site.GetAsync("/"), Is.EqualTo("404"));
    }

    // As handlers do that spare themselves the work where anonymous callers are welcome.
    [Test]
    public async Task HandlerThatLooksAtTheEndpoint_SeesTheOneThatAnswers([Values] bool isGated)
    {
        await using var site = await StartAsync(
            app =>
            {
                UseAll(app);
                if (isGated)
                {
                    app.MapGet("/x", () => "closed").RequireGrayFlag("closed").AllowAnonymous();
                    app.MapGrayUpgrade("/halves", "closed", () => "old", () => "new").Upgraded.AllowAnonymous();
                }
                else
                {
                    app.MapGet("/halves", () => "old");
                }

                app.MapFallback((HttpContext http) => $"{http.User.Identity!.Name}").RequireAuthorization();
            },
            services => services.AddAuthentication("Own").AddScheme<AuthenticationSchemeOptions, Sparing>("Own", null));

        Assert.That(await site.GetAsync("/x"), Is.EqualTo("200 ana"));
        Assert.That(await site.GetAsync("/halves"), Is.EqualTo("200 old"));
    }

    [Test]
    public async Task HandlerThatLooksAtTheEndpoint_IsAskedAgain_WhereTheHeaderAskedBeforeRouting()
    {
        await using var site = await StartAsync(
            app =>
            {
                app.UseGrayVersionHeader("on", "on");
                UseAll(app);
                app.MapGet("/", (HttpContext http) => $"{http.User.Identity!.Name}").RequireAuthorization();
                app.MapGet("/gated", (HttpContext http) => $"{http.User.Identity!.Name}").RequireAuthorization().RequireGrayFlag("on");
            },
            services => services.AddAuthentication("Own").AddScheme<AuthenticationSchemeOptions, Sparing>("Own", null));

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 ana"));
        Assert.That(await site.GetAsync("/gated"), Is.EqualTo("200 ana"));
    }

    [TestCase("named", "", "200 old")]
    [TestCase("named", "ana", "200 new")]
    [TestCase("bare", "ana", "401")]
    public async Task SchemesOfAFilter_AreAsked(string filter, string user, string expected)
    {
        await using var site = await StartAsync(
            app =>
            {
                UseAll(app);
                app.MapControllers();
            },
            services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddMvc(o => o.Filters.Add(filter == "bare"
                    ? new AuthorizeFilter()
                    : new AuthorizeFilter(new AuthorizationPolicyBuilder(HeaderAuthentication.Other).RequireAssertion(_ => true).Build())))
                    .AddApplicationPart(typeof(ShopController).Assembly);
            });

        Assert.That(await site.GetAsync("/shop/old-or-new", user.Length > 0 ? [("Other", user)] : []), Is.EqualTo(expected));
    }

    // A cookie that slides is sent anew by whoever was asked for it.
    [TestCase("/closed", false)]
    [TestCase("/halves", false)]
    [TestCase("/open", true)]
    [TestCase("/asks", true, Description = "the app itself asks the scheme")]
    public async Task CookieOfAScheme_IsRenewed_WhereTheSchemeIsAskedForTheAnswer(string path, bool isRenewed)
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(
            app =>
            {
                UseAll(app);
                app.MapGet(
                    "/sign-in",
                    (HttpContext http) => http.SignInAsync("Second", new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ana")], "Second"))));
                app.MapGet("/closed", () => "in").RequireGrayFlag("closed").RequireAuthorization(Policy("Second"));
                app.MapGrayUpgrade("/halves", "closed", () => "old", () => "new").Upgraded.RequireAuthorization(Policy("Second"));
                app.MapGet("/open", () => "in").RequireGrayFlag("on").RequireAuthorization(Policy("Second"));
                app.MapGet("/asks", async (HttpContext http) => (await http.AuthenticateAsync("Second")).Succeeded);
                app.MapGet("/asks", () => "closed").RequireGrayFlag("closed").RequireAuthorization(Policy("Second")).WithOrder(-1);
            },
            services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddAuthentication().AddCookie("Second", o => (o.ExpireTimeSpan, o.TimeProvider) = (TimeSpan.FromHours(1), clock));
            });
        using var signedIn = await site.SendAsync("/sign-in");
        clock.Advance(TimeSpan.FromMinutes(40));
        using var response = await site.SendAsync(path, ("Cookie", signedIn.Cookie()!));

        Assert.That(response.Headers.Contains("Set-Cookie"), Is.EqualTo(isRenewed));
        Assert.That(response.Headers.Pragma.Count > 0, Is.EqualTo(isRenewed), "what else the handler sends with it");
    }

    private static string[] ForwardNames() => [.. Forwards.Keys];

    private static AuthorizationPolicy Policy(string scheme) => new AuthorizationPolicyBuilder(scheme).RequireAuthenticatedUser().Build();

    private static void UseAll(WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, Action<IServiceCollection> services) => TestSite.StartAsync(
        Rules,
        map,
        services: added =>
        {
            services(added);
            added.AddAuthorization();
        });

    internal sealed class Signed(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : WhoAsksTests.OwnAuthentication(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(SignedIn("ana"));
    }

    // No endpoint, or one for everybody: nothing to do.
    internal sealed class Sparing(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : WhoAsksTests.OwnAuthentication(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                ? AuthenticateResult.NoResult()
                : SignedIn("ana"));
    }
}
