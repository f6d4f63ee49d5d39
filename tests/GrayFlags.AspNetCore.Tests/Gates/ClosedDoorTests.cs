using System.Globalization;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>A closed endpoint is one that does not exist: the same app without it answers the same.</summary>
[Fault("R8")]
public sealed class ClosedDoorTests
{
    private const string Rules =
        """{ "flags": { "off": false, "ana-only": { "rules": { "ana": { "users": ["ana"] } } },"""
        + """ "half": { "rules": { "some": { "percentage": 50 } } }, "on": true } }""";

    [Test]
    public async Task ClosedEndpoint_EqualsOneThatIsNotMapped(
        [Values] bool hasAuthentication, [Values("/one", "/one/7", "/two", "/body", "/mixed", "/unknown")] string path, [Values] bool hasFallback,
        [Values("off", "ana-only", "half", "never-defined")] string flag)
    {
        await using var closed = await StartAsync(hasAuthentication, app => Map(app, flag), hasFallback);
        await using var missing = await StartAsync(hasAuthentication, app => Map(app, null), hasFallback);
        foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "QUERY" })
        {
            foreach (var headers in new (string, string)[][] { [], [("Origin", "https://spa"), ("Access-Control-Request-Method", "PATCH")] })
            {
                Assert.That(
                    await AskAsync(closed, method, path, headers),
                    Is.EqualTo(await AskAsync(missing, method, path, headers)),
                    $"{method} {headers.Length}");
            }
        }

        static void Map(WebApplication app, string? flag)
        {
            if (flag is not null)
            {
                app.MapGet("/one", () => "in").RequireGrayFlag(flag).RequireAuthorization();
                app.MapGet("/one/{id:int}", (int id) => id).RequireGrayFlag(flag);
                app.MapGet("/two", () => "in").RequireGrayFlag(flag);
                app.MapPost("/two", () => "in").RequireGrayFlag(flag);
                app.MapPost("/body", (Sent sent) => sent.Text).RequireGrayFlag(flag);
                app.MapPost("/mixed", (Sent sent) => sent.Text).RequireGrayFlag(flag);
            }

            app.MapGet("/mixed", () => "mixed");
        }
    }

    [TestCase("GET", 200, null)]
    [TestCase("POST", 405, "GET")]
    [TestCase("PUT", 405, "GET")]
    public async Task Methods_ThatAreListed_AreThoseThatAreOpen(string method, int status, string? allowed)
    {
        foreach (var hasAuthentication in new[] { false, true })
        {
            await using var site = await StartAsync(hasAuthentication, app =>
            {
                app.MapGet("/", () => "in").RequireGrayFlag("on");
                app.MapPost("/", () => "in").RequireGrayFlag("off");
            });
            using var response = await site.SendAsync(new HttpMethod(method), "/");

            Assert.That(((int)response.StatusCode, response.Content.Headers.Allow.SingleOrDefault()), Is.EqualTo((status, allowed)));
        }
    }

    // A percentage is kept by an id, and a closed door gives none: who has none yet is not drawn anew until it opens.
    [Test]
    public async Task PercentageGate_OpensForNobodyWithoutAnId()
    {
        await using var site = await StartAsync(false, app =>
        {
            app.MapGet("/", () => "in").RequireGrayFlag("half");
            app.MapGrayUpgrade("/halves", "half", () => "old", () => "new");
        });
        for (var count = 0; count < 20; count++)
        {
            Assert.That(await site.GetAsync("/"), Is.EqualTo("404"));
        }

        using var first = await site.SendAsync("/halves");
        var expected = await first.Content.ReadAsStringAsync() == "new" ? "200 in" : "404";
        Assert.That(await site.GetAsync("/", ("Cookie", first.Cookie()!)), Is.EqualTo(expected), "an upgrade answers either way, and gives one");
    }

    [TestCase("/own", "503")]
    [TestCase("/attribute", "410")]
    public async Task AnswerOfAGate_IsTheEndpointsToAnonymousCallersAndOtherOrigins(string path, string expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/own", () => "in").RequireGrayFlag("off", otherwise: Results.StatusCode(503).ExecuteAsync).AllowAnonymous().RequireCors("spa");
                app.MapGet("/attribute", [RequireGrayFlag("off", StatusCode = 410)] () => "in").RequireCors("spa");
            },
            services: services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddAuthorization(o => o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
                services.AddCors(o => o.AddPolicy("spa", policy => policy.WithOrigins("https://spa")));
            });
        using var response = await site.SendAsync(path, ("Origin", "https://spa"));

        Assert.That(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), Is.EqualTo(expected));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo("https://spa"));
    }

    [Test]
    public async Task AnswerOfAGate_MayBeProblemDetails()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", () => "in").RequireGrayFlag("off"),
            flags => flags.AddAspNetCore(o => o.GateOtherwise = Results.Problem(statusCode: 503).ExecuteAsync));
        using var response = await site.SendAsync("/");

        Assert.That(((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType), Is.EqualTo((503, "application/problem+json")));
    }

    // What documents of the API are made of. Of an upgrade they show the half that whoever asks would get.
    [TestCase("", "halves:old, open")]
    [TestCase("ana", "beta, halves:new, open")]
    public async Task Listing_ShowsWhatIsOpen(string user, string expected)
    {
        await using var site = await StartAsync(true, app =>
        {
            app.MapGet("/open", () => "in");
            app.MapGet("/beta", () => "in").RequireGrayFlag("ana-only");
            var upgrade = app.MapGrayUpgrade("/halves", "ana-only", () => "old", () => "new", ["GET"]);
            upgrade.Original.WithMetadata(new TagsOf("old"));
            upgrade.Upgraded.WithMetadata(new TagsOf("new"));
            app.MapGet("/listing", (IApiDescriptionGroupCollectionProvider listing) => string.Join(", ", listing.ApiDescriptionGroups.Items
                .SelectMany(group => group.Items)
                .Select(item => string.Join(':', new[] { item.RelativePath, item.ActionDescriptor.EndpointMetadata.OfType<TagsOf>().SingleOrDefault()?.Text }
                    .Where(text => text is not null)))
                .Where(text => text != "listing" && text != "mixed")
                .Order(StringComparer.Ordinal)));
        });

        Assert.That(await site.GetAsync("/listing", user.Length > 0 ? [("Test", user)] : []), Is.EqualTo("200 " + expected));
    }

    private static async Task<string> AskAsync(TestSite site, string method, string path, (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent("text");
        }

        using var response = await site.Client.SendAsync(request);
        var shown =
            response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key}={string.Join('|', header.Value)}").Order(StringComparer.Ordinal);
        return $"{(int)response.StatusCode} {string.Join(' ', shown)} {await response.Content.ReadAsStringAsync()}";
    }

    private static Task<TestSite> StartAsync(bool hasAuthentication, Action<WebApplication> map, bool hasFallback = false) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            if (hasAuthentication)
            {
                app.UseAuthentication();
            }

            app.UseAuthorization();
            map(app);
            if (hasFallback)
            {
                app.MapFallback(http =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=60";
                    return http.Response.WriteAsync("fallback");
                });
            }
        },
        flags => flags.AddAnonymousCookie(),
        services =>
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddEndpointsApiExplorer();
            if (hasAuthentication)
            {
                HeaderAuthentication.AddTo(services);
            }

            services.AddAuthorization();
        });

    internal sealed record Sent(string Text);

    private sealed record TagsOf(string Text);
}
