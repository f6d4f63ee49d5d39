using System.Net;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

public sealed class GateTests
{
    private const string Rules = """{ "flags": { "on": true, "off": false, "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    // Where UseRouting and UseAuthentication stand, and who puts them there.
    public enum Pipeline
    {
        Implicit,
        RoutingFirst,
        AuthenticationFirst,
    }

    [Test]
    public async Task ClosedGate_BeforeAuthorisation_Is404([Values] Pipeline pipeline, [Values] bool isReal)
    {
        await using var site = await StartAsync(app => app.MapGet("/", () => "in").RequireAuthorization().RequireGrayFlag("off"), pipeline, isReal: isReal);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("404"), "a 401 would tell that the endpoint exists");
        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("404"));
    }

    [Test]
    public async Task OpenGate_LeavesTheRestToAuthorisation([Values] Pipeline pipeline)
    {
        await using var site = await StartAsync(app => app.MapGet("/", () => "in").RequireAuthorization().RequireGrayFlag("on"), pipeline);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("401"));
        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("200 in"));
    }

    [Test]
    public async Task Gate_KnowsTheUser([Values] Pipeline pipeline, [Values] bool isAuthorized)
    {
        await using var site = await StartAsync(
            app =>
            {
                var endpoint = app.MapGet("/", () => "in").RequireGrayFlag("ana-only");
                if (isAuthorized)
                {
                    endpoint.RequireAuthorization();
                }
            },
            pipeline);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("404"));
        Assert.That(await site.GetAsync("/", ("Test", "bo")), Is.EqualTo("404"));
        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("200 in"));
        Assert.That(site.Services.GetRequiredService<AuthenticationCount>().Value, Is.EqualTo(3), "the handler runs once a request");
    }

    [TestCase("Other", "ana", "200 in")]
    [TestCase("Other", "bo", "404")]
    [TestCase("Test", "ana", "404", Description = "not a scheme of the endpoint")]
    public async Task Gate_OfAnEndpointWithSchemes_KnowsTheirUser(string scheme, string user, string expected)
    {
        foreach (var demand in new[] { new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Other }, new AuthorizeAttribute("by-other") })
        {
            await using var site = await StartAsync(
                app => app.MapGet("/", () => "in").RequireAuthorization(demand).RequireGrayFlag("ana-only"),
                services: services => services.AddAuthorization(
                    o => o.AddPolicy("by-other", policy => policy.AddAuthenticationSchemes(HeaderAuthentication.Other).RequireAuthenticatedUser())));

            Assert.That(await site.GetAsync("/", (scheme, user)), Is.EqualTo(expected));
        }
    }

    [TestCase(Pipeline.RoutingFirst, "404")]
    [TestCase(Pipeline.AuthenticationFirst, "200 in")]
    public async Task Gate_ThatMayNotAuthenticate_KnowsWhomTheMiddlewareKnows(Pipeline pipeline, string expected)
    {
        await using var site = await StartAsync(app => app.MapGet("/", () => "in").RequireGrayFlag("ana-only"), pipeline, o => o.AuthenticateForGates = false);

        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo(expected));
    }

    [Test]
    public async Task EarlyLook_LeavesTheUserOfTheRequestAlone()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseRouting();
                app.MapGet("/", (HttpContext http) => $"{http.User.Identity!.IsAuthenticated}").RequireGrayFlag("ana-only");
                app.UseEndpoints(_ => { });
                app.UseAuthentication();
            },
            services: HeaderAuthentication.AddTo);

        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("200 False"));
    }

    [TestCase("ana", "200 new")]
    [TestCase("bo", "200 old")]
    [TestCase("", "200 old")]
    public async Task TwoHalves_OnOneRoute_AreTold(string user, string expected)
    {
        await using var site = await StartAsync(app =>
        {
            app.MapGet("/", () => "old").RequireGrayFlag("ana-only", enabled: false);
            app.MapGet("/", () => "new").RequireGrayFlag("ana-only");
        });

        Assert.That(await site.GetAsync("/", user.Length > 0 ? [("Test", user)] : []), Is.EqualTo(expected));
    }

    // Each half asked for its own user would open both for ana, who is nobody to the first.
    [TestCase("Other", "ana", "200 new")]
    [TestCase("Other", "bo", "401")]
    [TestCase("Test", "bo", "200 old")]
    [TestCase("Test", "ana", "401")]
    public async Task TwoHalves_WithSchemesOfTheirOwn_AreNeverBothOpen(string scheme, string user, string expected)
    {
        await using var site = await StartAsync(app =>
        {
            var upgrade = app.MapGrayUpgrade("/", "ana-only", () => "old", () => "new");
            upgrade.Original.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Default });
            upgrade.Upgraded.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Other });
        });

        Assert.That(await site.GetAsync("/", (scheme, user)), Is.EqualTo(expected));
    }

    [Test]
    public async Task TwoHalves_OfAFlagThatChangesItsMind_AreOneOpenAndOneClosed()
    {
        var calls = 0;
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "fickle": { "rules": { "any": { "custom": { "fickle": true } } } } } }""",
            app => app.MapGrayUpgrade("/", "fickle", () => "old", () => "new"),
            flags => flags.AddAspNetCore().AddCondition("fickle", new Fickle(() => Interlocked.Increment(ref calls) % 2 == 0)));

        Assert.That((await site.GetAsync("/"), await site.GetAsync("/"), calls), Is.EqualTo(("200 old", "200 new", 2)));
    }

    [TestCase("on", "on", "200 in")]
    [TestCase("on", "off", "404")]
    [TestCase("off", "on", "404")]
    [TestCase("on", "never-defined", "404")]
    public async Task Group_AndEndpoint_MustBothBeOpen(string group, string endpoint, string expected)
    {
        await using var site = await StartAsync(app => app.MapGroup("/api").RequireGrayFlag(group).MapGet("/x", () => "in").RequireGrayFlag(endpoint));

        Assert.That(await site.GetAsync("/api/x"), Is.EqualTo(expected));
    }

    [Test]
    public async Task ClosedGate_WithAnAnswer_Answers()
    {
        await using var site = await StartAsync(
            app =>
            {
                app.MapGet("/own", () => "in").RequireAuthorization().RequireGrayFlag("off", otherwise: Results.Text("later", statusCode: 503).ExecuteAsync);
                app.MapGet("/options", () => "in").RequireGrayFlag("off");
                app.MapGet("/attribute", [RequireGrayFlag("off", StatusCode = 410)] () => "in");
                app.MapGet("/two", () => "in").RequireGrayFlag("off");
                app.MapGet("/two", () => "other").RequireGrayFlag("off", enabled: false);
                app.MapFallback(() => "fallback");
            },
            configure: o => o.GateOtherwise = Results.StatusCode(418).ExecuteAsync);

        Assert.That(await site.GetAsync("/own"), Is.EqualTo("503 later"));
        Assert.That(await site.GetAsync("/options"), Is.EqualTo("418"));
        Assert.That(await site.GetAsync("/attribute"), Is.EqualTo("410"));
        Assert.That(await site.GetAsync("/two"), Is.EqualTo("200 other"), "an open half wins over the answer of a closed one");
    }

    [Test]
    public async Task ClosedGate_WithoutAnAnswer_LeavesTheAddressToOthers()
    {
        await using var site = await StartAsync(app =>
        {
            app.MapGet("/x", () => "in").RequireGrayFlag("off");
            app.MapFallback(() => "fallback");
        });

        Assert.That(await site.GetAsync("/x"), Is.EqualTo("200 fallback"));
    }

    [Test]
    public async Task Gate_FollowsTheRules()
    {
        await using var site = await StartAsync(app => app.MapGet("/", () => "in").RequireGrayFlag("off"));
        var before = await site.GetAsync("/");
        site.Rules.SetJson("""{ "flags": { "off": true } }""");

        Assert.That((before, await site.GetAsync("/")), Is.EqualTo(("404", "200 in")));
    }

    [Test]
    public async Task Gate_WithoutAuthentication_KnowsTheVisitor()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", () => "in").RequireGrayFlag("ana-only"),
            flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Query["as"]));

        Assert.That((await site.GetAsync("/?as=ana"), await site.GetAsync("/?as=bo")), Is.EqualTo(("200 in", "404")));
    }

    // A gate that nobody decides must not be open.
    [Test]
    public void Gate_WithoutRegistration_Fails() => Assert.That(
        async () =>
        {
            await using var site = await TestSite.StartAsync(Rules, app => app.MapGet("/", () => "in").RequireGrayFlag("on"), _ => { });
            await site.GetAsync("/");
        },
        Throws.InvalidOperationException.With.Message.Contains("AddAspNetCore"));

    [Test]
    public async Task Attribute_WithoutRegistration_Fails()
    {
        await using var site = await TestSite.StartAsync(
            Rules, app => app.MapControllers(), _ => { }, services => services.AddControllers().AddApplicationPart(typeof(GateTests).Assembly));

        Assert.That(() => site.Client.GetAsync(new Uri("/shop/on", UriKind.Relative)), Throws.InvalidOperationException.With.Message.Contains("AddAspNetCore"));
        using var ungated = await site.SendAsync("/open");
        Assert.That(ungated.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task<TestSite> StartAsync(
        Action<WebApplication> map, Pipeline pipeline = Pipeline.Implicit, Action<GrayAspNetCoreOptions>? configure = null,
        Action<IServiceCollection>? services = null, bool isReal = false) => TestSite.StartAsync(
        Rules,
        app =>
        {
            switch (pipeline)
            {
                case Pipeline.RoutingFirst:
                    app.UseRouting();
                    app.UseAuthentication();
                    app.UseAuthorization();
                    break;
                case Pipeline.AuthenticationFirst:
                    app.UseAuthentication();
                    app.UseRouting();
                    app.UseAuthorization();
                    break;
                default:
                    break;
            }

            map(app);
        },
        flags => flags.AddAspNetCore(configure),
        added =>
        {
            HeaderAuthentication.AddTo(added);
            services?.Invoke(added);
        },
        isReal);

    private sealed class Fickle(Func<bool> test) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters) => (_, _) => test();
    }
}
