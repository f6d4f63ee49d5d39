using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>
/// Random apps against the same apps without gates and without what is closed: routes, methods, content types, hosts, orders, CORS, who may, and flags.
/// </summary>
[Fault("R8")]
public sealed class RandomAppTests
{
    private const string Rules =
        """{ "flags": { "on": true, "off": false, "ana-only": { "rules": { "ana": { "users": ["ana"] } } },"""
        + """ "not-ana": { "default": true, "rules": { "ana": { "users": ["ana"], "serve": false } } } } }""";

    private static readonly string[] Paths = ["/a", "/a/7", "/a/x", "/a/x.y", "/b", "/nothing/at/all"];
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "OPTIONS+GET", "OPTIONS+POST"];
    private static readonly string?[] Types = [null, "application/json", "application/json; charset=utf-8", "application/vnd.x+json", "text/plain"];
    private static readonly (string, string)[][] Credentials = [[], [("Test", "t")], [("Other", "o")]];

    private const int FirstWithEncodings = 10_000;

    // Some, and those that were found among others.
    private static readonly int[] Seeds =
    [
        .. Enumerable.Range(1, 30), 2041, 2061, 2100, 2182, 2270, .. Enumerable.Range(FirstWithEncodings, 20),
    ];


    [Test]
    public async Task App_EqualsTheOneWithoutWhatIsClosed([ValueSource(nameof(Seeds))] int seed)
    {
        var random = new Random(seed);
        var endpoints =
            Enumerable.Range(1, random.Next(2, 8)).Select(number => RandomEndpoint.Of(random, number, hasEncodings: seed >= FirstWithEncodings)).ToList();
        var traits = new Traits(random.Next(4) > 0, random.Next(4) == 0, random.Next(4) switch { 0 => "{*path}", 1 => "{*path:nonfile}", _ => null });
        await using var gated = await StartAsync(traits, app => endpoints.ForEach(endpoint => endpoint.Map(app, true)));
        foreach (var user in new[] { "ana", "bo" })
        {
            var open = endpoints.Where(endpoint => Array.TrueForAll(endpoint.Gates, gate => IsOn(gate.Flag, user) == gate.Enabled)).ToList();
            await using var plain = await StartAsync(traits, app => open.ForEach(endpoint => endpoint.Map(app, false)));
            var maybe = endpoints.Where(endpoint => open.Contains(endpoint) || (endpoint.Cors is not ("" or "none")
                && Array.TrueForAll(endpoint.Gates, gate => gate.Flag is not ("on" or "off") || (gate.Flag == "on") == gate.Enabled))).ToList();
            await using var preflown = await StartAsync(traits, app => maybe.ForEach(endpoint => endpoint.Map(app, false)));
            foreach (var (path, method, type, credentials) in Requests(traits.HasAuthentication))
            {
                // A preflight is let through to whoever may come after it, unless an open endpoint answers, and without regard to encodings.
                var expected = await AskAsync(plain, user, path, method, type, credentials);
                var others = method.Contains('+', StringComparison.Ordinal) ? await AskAsync(preflown, user, path, method, type, credentials) : expected;
                if (others == "AmbiguousMatchException" || (!ReferenceEquals(others, expected) && seed >= FirstWithEncodings))
                {
                    continue;
                }

                Assert.That(
                    await AskAsync(gated, user, path, method, type, credentials),
                    Is.EqualTo(expected).Or.EqualTo(others),
                    () => $"{method} {path} {type} by {user} {string.Join(' ', credentials)}; {traits}\n{string.Join('\n', endpoints)}");
            }
        }
    }

    private static bool IsOn(string flag, string user) => flag switch
    {
        "ana-only" => user == "ana",
        "not-ana" => user != "ana",
        _ => flag == "on",
    };

    private static IEnumerable<(string Path, string Method, string? Type, (string, string)[] Credentials)> Requests(bool hasAuthentication) =>
        from path in Paths
        from method in Methods
        from type in Types.Where(type => type is null || method is "POST" or "PUT" or "GET")
        from credentials in Credentials.Where(sent => sent.Length == 0 || hasAuthentication)
        select (path, method, type, credentials);

    private static async Task<string> AskAsync(TestSite site, string user, string path, string method, string? type, (string, string)[] credentials)
    {
        var parts = method.Split('+');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), path);
        request.Headers.Add("User", user);
        request.Headers.Add("Origin", "https://spa");
        request.Headers.Add("Accept-Encoding", "gzip");
        if (parts.Length > 1)
        {
            request.Headers.Add("Access-Control-Request-Method", parts[1]);
        }

        foreach (var (name, value) in credentials)
        {
            request.Headers.Add(name, value);
        }

        if (type is not null)
        {
            request.Content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        }

        try
        {
            using var response = await site.Client.SendAsync(request);
            var shown = response.Headers.Concat(response.Content.Headers)
                .Select(header => $"{header.Key}={string.Join('|', header.Value)}")
                .Order(StringComparer.Ordinal);
            return $"{(int)response.StatusCode} {string.Join(' ', shown)} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            // Two endpoints that are equally good.
            return exception.GetType().Name;
        }
    }

    private static Task<TestSite> StartAsync(Traits traits, Action<WebApplication> map) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            app.UseCors();
            if (traits.HasAuthentication)
            {
                app.UseAuthentication();
            }

            app.UseAuthorization();
            map(app);
            if (traits.UpgradeFallback is { } pattern)
            {
                app.MapFallbackToController(pattern, "Open", "Open");
            }
        },
        flags => flags.AddAspNetCore(o => (o.UserId, o.PrivateResponses) = (http => http.Request.Headers["User"], false)),
        services =>
        {
            services.AddCors(o =>
            {
                o.AddPolicy("spa", policy => policy.WithOrigins("https://spa").AllowAnyMethod());
                o.AddPolicy("others", policy => policy.WithOrigins("https://others"));
            });
            services.AddAuthorization(o => o.FallbackPolicy =
                traits.HasFallbackPolicy ? new AuthorizationPolicyBuilder(HeaderAuthentication.Other).RequireAuthenticatedUser().Build() : null);
            if (traits.HasAuthentication)
            {
                services.AddAuthentication(HeaderAuthentication.Default)
                    .AddScheme<AuthenticationSchemeOptions, SparingAuthentication>(HeaderAuthentication.Default, null)
                    .AddScheme<AuthenticationSchemeOptions, SparingAuthentication>(HeaderAuthentication.Other, null);
            }

            if (traits.UpgradeFallback is not null)
            {
                services.AddControllers().AddApplicationPart(typeof(OpenController).Assembly);
            }
        });

    /// <param name="HasAuthentication">Whether gates have to ask who it is.</param>
    /// <param name="HasFallbackPolicy">Whether endpoints that say nothing have a policy.</param>
    /// <param name="Fallback">The route of a fallback that becomes an action; null where there is none.</param>
    private sealed record Traits(bool HasAuthentication, bool HasFallbackPolicy, string? UpgradeFallback);

    // What it finds depends on the endpoint and its route.
    private sealed class SparingAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[Scheme.Name].Count == 0 || Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var user = new ClaimsPrincipal(new ClaimsIdentity([], $"{Scheme.Name} for {Context.GetEndpoint()?.DisplayName} {Context.GetRouteValue("id")}"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}
