using System.Net;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Endpoints;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Access;

/// <summary>Everybody against every endpoint: who may, may, and nobody else learns or changes anything.</summary>
public sealed class AccessTests
{
    private const string Operator = "ann reader operator";
    private const string Publisher = "ann reader publisher";

    private static readonly (string? User, DashboardRight[] Rights)[] Users =
    [
        (null, []),
        ("eve", []),
        ("eve operator publisher", []),
        ("ann reader", [DashboardRight.Read]),
        (Operator, [DashboardRight.Read, DashboardRight.Operate]),
        (Publisher, [DashboardRight.Read, DashboardRight.Publish]),
    ];

    private DashboardSiteOfTests _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    // The cookie for the whole host, since a browser may come through a proxy that adds to the path; and no warning in the app's log for each page.
    [Test]
    public async Task Session_GivesACookieForTheWholeHost_Quietly()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(pipeline: app => app.UsePathBase("/a/b"));
        using var response = await site.SendAsync(HttpMethod.Get, "/a/b/flags/api/session", Operator);

        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.Contain("path=/;"));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        var warnings = site.Log.Entries.Where(entry => entry.Level >= LogLevel.Warning);
        Assert.That(warnings.Where(entry => entry.Category.Contains("Antiforgery", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task EveryEndpoint_IsForThoseWhoMay()
    {
        var endpoints = DashboardEndpoints.All(_site.Services.GetRequiredService<DashboardSite>()).Where(endpoint => endpoint.Route != "api/events").ToList();
        var surprises = new List<string>();
        foreach (var (user, rights) in Users)
        {
            foreach (var endpoint in endpoints)
            {
                // An empty body: who may is told that a reason, or a target, is missing, and nothing happens.
                using var response = await _site.SendAsync(
                    new HttpMethod(endpoint.Method), PathOf(endpoint), user, endpoint.Method == "POST" ? "{}" : null, await TokenAsync(endpoint, user, rights));
                var isRight = rights.Contains(endpoint.Right)
                    ? endpoint.IsWrite ? response.StatusCode == HttpStatusCode.BadRequest : response.StatusCode == HttpStatusCode.OK
                    : response.StatusCode == (endpoint.IsPage && user is not null ? HttpStatusCode.NotFound
                        : user is null ? HttpStatusCode.Unauthorized
                        : HttpStatusCode.Forbidden);
                if (!isRight)
                {
                    surprises.Add($"{user ?? "nobody"} {endpoint.Method} {endpoint.Route}: {response.StatusCode}");
                }
            }
        }

        Assert.That(endpoints, Has.Count.GreaterThan(25));
        Assert.That(surprises, Is.Empty);
        Assert.That(_site.Audit, Is.Empty);
    }

    [Test]
    public async Task EveryAnswer_BearsTheHeadersOfSecurity()
    {
        foreach (var (path, user) in new[] { ("/flags/", "ann reader"), ("/flags/", "eve"), ("/flags/api/flags", "ann reader"), ("/flags/api/flags", "eve") })
        {
            using var response = await _site.SendAsync(HttpMethod.Get, path, user);

            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                Does.StartWith("default-src 'none'; script-src 'self';").And.Not.Contain("unsafe"));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(response.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        }
    }

    [Fault("O6")]
    [TestCase(null, null, null, "application/json", HttpStatusCode.BadRequest, TestName = "Write_WithoutToken_IsRefused")]
    [TestCase("token", "Origin", "https://evil.example", "application/json", HttpStatusCode.Forbidden, TestName = "Write_WithForeignOrigin_IsRefused")]
    [TestCase("token", "Sec-Fetch-Site", "cross-site", "application/json", HttpStatusCode.Forbidden, TestName = "Write_OfAnotherSite_IsRefused")]
    [TestCase("token", "Sec-Fetch-Site", "same-site", "application/json", HttpStatusCode.Forbidden, TestName = "Write_OfASiblingSite_IsRefused")]
    [TestCase("token", null, null, "text/plain", HttpStatusCode.UnsupportedMediaType, TestName = "Write_AsText_IsRefused")]
    [TestCase("token", null, null, "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, TestName = "Write_AsForm_IsRefused")]
    public async Task Write_OfAPageOfAnotherSite_IsRefused(string? token, string? header, string? value, string type, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/flags/api/flags/plain/off");
        request.Headers.Add(TestUsers.Header, Operator);
        foreach (var (name, text) in token is null ? [] : await _site.BrowserAsync(Operator))
        {
            request.Headers.TryAddWithoutValidation(name, text);
        }

        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        request.Content = new StringContent("""{ "reason": "an attack" }""");
        request.Content.Headers.ContentType = new(type);
        using var response = await _site.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(_site.Audit, Is.Empty);
        Assert.That(_site.Services.GetRequiredService<IGrayRules>().TurnedOff, Is.Empty);
    }

    [Fault("O6")]
    [Test]
    public async Task TokenOfSomebodyElse_IsRefused()
    {
        var token = await _site.BrowserAsync(Operator);
        using var response = await _site.SendAsync(HttpMethod.Post, "/flags/api/flags/plain/off", "bob reader operator", """{ "reason": "x" }""", token);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task NoOperatePolicy_NobodyOperates()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(o => o.AllowAnonymousRead = true);
        using var response = await site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "x" }""");
        var session = await site.GetAsync("/flags/api/session");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(session.GetProperty("canOperate").GetBoolean(), Is.False);
        Assert.That(session.TryGetProperty("antiforgery", out _), Is.False);
    }

    [Test]
    public async Task UserWithoutAName_DoesNotOperate()
    {
        using var response = await _site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "x" }""", "nameless-reader-operator");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("noActor"));
    }

    // Elsewhere AllowAnonymous on a group opens what is in it.
    [Test]
    public async Task AllowAnonymousAround_OpensNothing()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(pipeline: app => app.MapGroup("/open").AllowAnonymous().MapGrayDashboard("/flags"));
        using var response = await site.SendAsync(HttpMethod.Get, "/open/flags/api/flags");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private async Task<(string Name, string Value)[]> TokenAsync(Endpoint endpoint, string? user, DashboardRight[] rights) =>
        endpoint.IsWrite && user is not null && rights.Contains(endpoint.Right) ? await _site.BrowserAsync(user) : [];

    private string PathOf(Endpoint endpoint) => "/flags/" + endpoint.Route
        .Replace("{version}/diff/{other}", $"{_site.LiveVersion}/diff/{_site.LiveVersion}", StringComparison.Ordinal)
        .Replace("{flag}", "checkout", StringComparison.Ordinal)
        .Replace("{name}", endpoint.Route.StartsWith("api/documents", StringComparison.Ordinal) ? "shop" : "plain", StringComparison.Ordinal)
        .Replace("{version}", GrayFlags.Dashboard.Pages.PageFiles.Version, StringComparison.Ordinal)
        .Replace("{file}", "page.css", StringComparison.Ordinal);
}
