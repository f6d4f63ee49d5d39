using System.Security.Claims;
using System.Text.Encodings.Web;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>Whoever asks is one user for the gate and for the handler, by whatever says who that is; or nobody.</summary>
[Fault("R7")]
public sealed class WhoAsksTests
{
    private const string Rules = """{ "flags": { "on": true, "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    // Where an app says by which schemes it is asked.
    private static readonly Dictionary<string, (Action<AuthorizationOptions> Options, Action<IEndpointConventionBuilder> Endpoint)> Demands = new()
    {
        ["none"] = (_ => { }, _ => { }),
        ["bare"] = (_ => { }, endpoint => endpoint.RequireAuthorization()),
        ["default policy of both"] =
            (o => o.DefaultPolicy = Policy(HeaderAuthentication.Default, HeaderAuthentication.Other), endpoint => endpoint.RequireAuthorization()),
        ["default policy of the other"] = (o => o.DefaultPolicy = Policy(HeaderAuthentication.Other), endpoint => endpoint.RequireAuthorization()),
        ["fallback policy of the other"] = (o => o.FallbackPolicy = Policy(HeaderAuthentication.Other), _ => { }),
        ["fallback policy, anonymous"] = (o => o.FallbackPolicy = Policy(HeaderAuthentication.Other), endpoint => endpoint.AllowAnonymous()),
        ["named policy"] = (o => o.AddPolicy("other", Policy(HeaderAuthentication.Other)), endpoint => endpoint.RequireAuthorization("other")),
        ["policy object"] = (_ => { }, endpoint => endpoint.RequireAuthorization(Policy(HeaderAuthentication.Other))),
        ["attribute"] = (_ => { }, endpoint => endpoint.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Other })),
        ["attribute, anonymous"] = (
            _ => { },
            endpoint => endpoint.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthentication.Other }).AllowAnonymous()),
        ["roles alone"] =
            (o => o.DefaultPolicy = Policy(HeaderAuthentication.Other), endpoint => endpoint.RequireAuthorization(new AuthorizeAttribute { Roles = "r" })),
    };

    // The app without gates says what the handler is asked for; with them it must be the same, and the gate must have let it through for the same.
    [Test]
    public async Task Gate_AsksAsTheHandlerDoes([ValueSource(nameof(DemandNames))] string demand, [Values] bool isAuthenticationFirst)
    {
        var (options, require) = Demands[demand];
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                if (isAuthenticationFirst)
                {
                    app.UseAuthentication();
                }

                app.UseRouting();
                if (!isAuthenticationFirst)
                {
                    app.UseAuthentication();
                }

                app.UseAuthorization();
                require(app.MapGet("/plain", Asks("plain")));
                require(app.MapGet("/on", Asks("plain")).RequireGrayFlag("on"));
                require(app.MapGrayUpgrade("/halves", "ana-only", Asks("False"), Asks("True")));
                require(app.MapGet("/gated", Asks("True")).RequireGrayFlag("ana-only"));
            },
            services: services =>
            {
                HeaderAuthentication.AddTo(services);
                services.Configure(options);
            });

        (string, string)[][] askers =
        [
            [], [("Test", "ana")], [("Other", "ana")], [("Test", "ana"), ("Other", "bo")], [("Test", "bo"), ("Other", "ana")], [("Test", "bo")],
        ];
        foreach (var headers in askers)
        {
            var sent = string.Join(' ', headers);
            var plain = await site.GetAsync("/plain", headers);
            var halves = await site.GetAsync("/halves", headers);
            var gated = await site.GetAsync("/gated", headers);

            Assert.That(await site.GetAsync("/on", headers), Is.EqualTo(plain), sent);
            if (plain.StartsWith("200", StringComparison.Ordinal))
            {
                Assert.That(halves, Is.EqualTo(plain.Replace("plain", plain.Split(' ')[^1], StringComparison.Ordinal)), sent);
                Assert.That(
                    gated,
                    Is.EqualTo(plain.EndsWith("True", StringComparison.Ordinal) ? "200 True True" : await site.GetAsync("/nothing", headers)),
                    sent);
            }
            else
            {
                Assert.That(halves, Is.EqualTo(plain), sent);
            }
        }
    }

    // As handlers do that look for a tenant in the route, or for an attribute of the endpoint.
    [Test]
    public async Task Handler_ThatLooksAtTheEndpoint_SeesIt([Values] bool isGated)
    {
        await using var site = await StartAsync<LookingAuthentication>(app =>
        {
            var endpoint =
                app.MapGet("/{tenant}/me", (HttpContext http) => $"{http.User.Identity!.Name} {http.GetRouteValue("tenant")}").RequireAuthorization();
            if (isGated)
            {
                endpoint.RequireGrayFlag("on");
            }
        });

        Assert.That(await site.GetAsync("/acme/me"), Is.EqualTo("200 ana@acme acme"));
    }

    // As the handler for Windows authentication, which has to see the request first.
    [TestCase("/public")]
    [TestCase("/halves")]
    public async Task Handler_ThatMustRunFirst_BreaksNothing(string path)
    {
        foreach (var hasHeader in new[] { false, true })
        {
            await using var site = await StartAsync<FirstAuthentication>(
                app =>
                {
                    app.MapGet("/public", (HttpContext http) => $"{http.User.Identity?.Name}").RequireGrayFlag("on");
                    app.MapGrayUpgrade("/halves", "on", () => "old", (HttpContext http) => $"{http.User.Identity?.Name}");
                },
                app =>
                {
                    if (hasHeader)
                    {
                        app.UseGrayVersionHeader("on", "on");
                    }
                });

            Assert.That(await site.GetAsync(path), Is.EqualTo("200 ana"));
            Assert.That(await site.GetAsync(path), Is.EqualTo("200 ana"));
            Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 505), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Handler_ThatThrowsWhenAskedEarly_IsNobody()
    {
        await using var site = await StartAsync<ThrowingAuthentication>(app => app.MapGet("/", () => "in").RequireGrayFlag("on"));

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 in"));
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 506), Is.EqualTo(1));
    }

    [TestCase("/spa", 204, "spa")]
    [TestCase("/halves", 204, "spa")]
    [TestCase("/table/7", 204, "spa")]
    [TestCase("/off", 404, null, Description = "off for everyone: there is nobody to let in")]
    [TestCase("/never-defined", 404, null)]
    [TestCase("/default", 404, null, Description = "no rule could let anybody in")]
    [TestCase("/switched-off-rule", 404, null)]
    [TestCase("/static", 404, null)]
    [TestCase("/no-cors", 404, null)]
    [TestCase("/cors-disabled", 404, null)]
    [TestCase("/unknown-policy", 404, null, Description = "CORS lets pass what it knows no policy for: the endpoint must not run for it")]
    [TestCase("/unknown-policy-all", 404, null)]
    public async Task Preflight_IsAnsweredByCors(string path, int status, string? origin)
    {
        foreach (var hasAuthentication in new[] { false, true })
        {
            await using var site = await StartCorsAsync(hasAuthentication);
            using var preflight = await site.SendAsync(HttpMethod.Options, path, ("Origin", "https://spa"), ("Access-Control-Request-Method", "PUT"));

            Assert.That((int)preflight.StatusCode, Is.EqualTo(status));
            Assert.That(
                preflight.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null,
                Is.EqualTo(origin is null ? null : "https://spa"));
            Assert.That(preflight.Cookie(), Is.Null, "it never brings one back");
            Assert.That(await site.GetAsync("/calls"), Is.EqualTo("200 0"));
        }
    }

    // It opens the preflight and nothing else.
    [Test]
    public async Task RequestAfterThePreflight_IsGated()
    {
        await using var site = await StartCorsAsync(hasAuthentication: true);
        using var bo = await site.SendAsync(HttpMethod.Put, "/spa", ("Origin", "https://spa"), ("Test", "bo"));
        using var ana = await site.SendAsync(HttpMethod.Put, "/spa", ("Origin", "https://spa"), ("Test", "ana"));
        using var options = await site.SendAsync(HttpMethod.Options, "/spa");

        Assert.That(((int)bo.StatusCode, (int)ana.StatusCode, (int)options.StatusCode), Is.EqualTo((404, 200, 404)));
    }

    // Feedback takes out one user; the page that the browser asks for belongs to others as well.
    [Test]
    public async Task PreflightOfAUserWhoWasTakenOut_IsAnsweredByCors()
    {
        var time = new ManualTimeProvider();
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "beta": { "rollout": { "start": "2026-01-01T00:00:00Z","""
                + """ "stages": [{ "name": "a", "percentage": 50, "hold": "9.00:00:00" }] } } } }""",
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.MapPut("/", () => "in").RequireGrayFlag("beta").RequireCors("spa");
            },
            flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["Test"]),
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddCors(o => o.AddPolicy("spa", policy => policy.WithOrigins("https://spa").AllowAnyMethod().AllowAnyHeader()));
            });
        time.Advance(TimeSpan.FromSeconds(1));
        await site.Services.GetRequiredService<IGrayFeedback>().OptOutAsync("beta", new GrayContext("ana"));

        using var preflight = await site.SendAsync(
            HttpMethod.Options, "/", ("Origin", "https://spa"), ("Access-Control-Request-Method", "PUT"), ("Test", "ana"));
        using var request = await site.SendAsync(HttpMethod.Put, "/", ("Origin", "https://spa"), ("Test", "ana"));

        Assert.That(((int)preflight.StatusCode, (int)request.StatusCode), Is.EqualTo((204, 404)));
    }

    [Test]
    public async Task BeforeConsent_ThereIsNoId([Values] bool isPolicyFirst)
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "half": { "rules": { "some": { "percentage": 50 } } } } }""",
            app =>
            {
                if (isPolicyFirst)
                {
                    app.UseCookiePolicy();
                }

                app.UseRouting();
                if (!isPolicyFirst)
                {
                    app.UseCookiePolicy();
                }

                app.MapGrayUpgrade(
                    "/",
                    "half",
                    (IGrayEvaluator flags) => $"old {flags.Evaluate("half").Error}",
                    (IGrayEvaluator flags) => $"new {flags.Evaluate("half").Error}");
            },
            flags => flags.AddAnonymousCookie(),
            services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.Configure<CookiePolicyOptions>(o => o.CheckConsentNeeded = _ => true);
            });

        for (var count = 0; count < 10; count++)
        {
            using var response = await site.SendAsync("/");
            Assert.That((await response.Content.ReadAsStringAsync(), response.Cookie()), Is.EqualTo(("old TargetingKeyMissing", (string?)null)));
        }

        using var consented = await site.SendAsync("/", ("Cookie", ".AspNet.Consent=yes"));
        Assert.That(consented.Cookie(), Is.Not.Null);
        Assert.That(await consented.Content.ReadAsStringAsync(), Does.EndWith("None"));
        using var withdrawn = await site.SendAsync("/", ("Cookie", consented.Cookie()!));
        Assert.That(await withdrawn.Content.ReadAsStringAsync(), Is.EqualTo("old TargetingKeyMissing"), "what is not essential is not read either");
    }

    // An id that cannot be kept is none.
    [Test]
    public async Task SignedInWithoutAnId_IsNoVisitor()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (HttpContext http, IGrayContextAccessor accessor) =>
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("client", "c")], "any"));
                return $"{accessor.Context!.UserId}.";
            }),
            flags => flags.AddAnonymousCookie(),
            services => services.AddDataProtection().UseEphemeralDataProtectionProvider());
        using var response = await site.SendAsync("/");

        Assert.That((await response.Content.ReadAsStringAsync(), response.Cookie()), Is.EqualTo((".", (string?)null)));
    }

    // For code that has a request at hand: the same as who asks in it.
    [Test]
    public async Task GrayContext_OfARequest_IsWhoAsks()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.MapGet("/", (HttpContext http, IGrayContextAccessor accessor) =>
                    $"{ReferenceEquals(http.GetGrayContext(), accessor.Context)} {http.GetGrayContext().UserId}");
                app.MapGrayUpgrade("/typed", "on", () => "old", () => "new").Upgraded.Produces<string>().WithName("typed");
                app.MapGet("/gates", (EndpointDataSource endpoints) => string.Join(
                    ' ',
                    endpoints.Endpoints.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IGrayGateMetadata>())
                        .Select(gate => $"{gate.Flag}={gate.Enabled}")));
            },
            services: HeaderAuthentication.AddTo);

        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("200 True ana"));
        Assert.That(await site.GetAsync("/gates"), Is.EqualTo("200 on=False on=True"));
        Assert.That(await site.GetAsync("/typed"), Is.EqualTo("200 new"));
    }

    private static string[] DemandNames() => [.. Demands.Keys];

    private static AuthorizationPolicy Policy(params string[] schemes) => new AuthorizationPolicyBuilder(schemes).RequireAuthenticatedUser().Build();

    private static Delegate Asks(string name) => (IGrayEvaluator flags) => $"{name} {flags.IsEnabled("ana-only")}";

    private static Task<TestSite> StartCorsAsync(bool hasAuthentication)
    {
        var calls = 0;
        return TestSite.StartAsync(
            """{ "flags": { "off": { "rules": { "ana": { "users": ["ana"] } } },"""
                + """ "ana-only": { "rules": { "ana": { "users": ["ana"] }, "some": { "percentage": 0 } } }, "default": { "default": false },"""
                + """ "static": false, "switched-off-rule": { "rules": { "r": { "enabled": false, "users": ["ana"] } } } }, "off": ["off"] }""",
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.MapPut("/spa", Call).RequireGrayFlag("ana-only").RequireCors("spa");
                app.MapPut("/table/{id}", Call).RequireGrayFlag("ana-only").RequireCors("spa");
                app.MapGrayUpgrade("/halves", "ana-only", Call, Call, ["PUT"]).RequireCors("spa");
                app.MapPut("/off", Call).RequireGrayFlag("off").RequireCors("spa");
                foreach (var flag in new[] { "never-defined", "default", "static", "switched-off-rule" })
                {
                    app.MapPut("/" + flag, Call).RequireGrayFlag(flag).RequireCors("spa");
                }

                app.MapPut("/cors-disabled", Call).RequireGrayFlag("ana-only").WithMetadata(new DisableCorsAttribute());
                app.MapPut("/unknown-policy", Call).RequireGrayFlag("ana-only").RequireCors("typo");
                app.Map("/unknown-policy-all", Call).RequireGrayFlag("ana-only").RequireCors("typo");
                app.MapPut("/no-cors", Call).RequireGrayFlag("ana-only");
                app.MapGet("/calls", () => calls);
            },
            flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["Test"]).AddAnonymousCookie(),
            services =>
            {
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddCors(o => o.AddPolicy("spa", policy => policy.WithOrigins("https://spa").AllowAnyMethod().AllowAnyHeader()));
                if (hasAuthentication)
                {
                    HeaderAuthentication.AddTo(services);
                }
            });

        Task Call(HttpContext http)
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        }
    }

    private static Task<TestSite> StartAsync<THandler>(Action<WebApplication> map, Action<WebApplication>? first = null)
        where THandler : AuthenticationHandler<AuthenticationSchemeOptions> => TestSite.StartAsync(
        Rules,
        app =>
        {
            first?.Invoke(app);
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        },
        services: services =>
        {
            services.AddAuthentication("Own").AddScheme<AuthenticationSchemeOptions, THandler>("Own", null);
            services.AddAuthorization();
        });

    internal abstract class OwnAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected AuthenticateResult SignedIn(string name) =>
            AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name));
    }

    internal sealed class LookingAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : OwnAuthentication(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not null && Context.GetRouteValue("tenant") is { } tenant
                ? SignedIn($"ana@{tenant}")
                : AuthenticateResult.NoResult());
    }

    internal sealed class FirstAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : OwnAuthentication(options, logger, encoder), IAuthenticationRequestHandler
    {
        private bool _hasRun;

        public Task<bool> HandleRequestAsync()
        {
            _hasRun = true;
            return Task.FromResult(false);
        }

        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            await Task.CompletedTask;
            return _hasRun ? SignedIn("ana") : throw new InvalidOperationException("must not be asked before it has run");
        }
    }

    internal sealed class ThrowingAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : OwnAuthentication(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Context.Features.Get<IAuthenticationFeature>() is null
                ? throw new InvalidOperationException("not yet")
                : Task.FromResult(AuthenticateResult.NoResult());
    }
}
