using System.Net.Http.Headers;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>A closed endpoint takes nothing from the open ones on its route: neither requests nor what routing says when it refuses one.</summary>
[Fault("R8")]
public sealed class SharedRouteTests
{
    private const string Rules = """{ "flags": { "off": { "rules": { "nobody": { "users": ["nobody"] } } }, "on": true } }""";

    // Where more than one type fits, routing takes the first that was mapped.
    [TestCase("POST", "application/json; charset=utf-8", "200 open", Description = "the closed one reads it too, and came first")]
    [TestCase("POST", "application/json", "415")]
    [TestCase("POST", "text/plain", "415")]
    [TestCase("POST", null, "200 open")]
    [TestCase("GET", null, "405 Allow: POST")]
    public Task ContentTypes(string method, string? contentType, string expected) => CompareAsync(
        app => app.MapPost("/{id}", (HttpContext http) => http.Response.WriteAsync("closed")).WithMetadata(new Reads("application/json")),
        app => app.MapPost("/{name}", (HttpContext http) => http.Response.WriteAsync("open")).WithMetadata(new Reads("application/json; charset=utf-8")),
        method, contentType, expected);

    [TestCase("GET", "200 open")]
    [TestCase("POST", "405 Allow: GET")]
    [TestCase("OPTIONS", "405 Allow: GET")]
    public Task ClosedForAllMethods(string method, string expected) => CompareAsync(
        app => app.Map("/{id}", (HttpContext http) => http.Response.WriteAsync("closed")),
        app => app.MapGet("/{name}", (HttpContext http) => http.Response.WriteAsync("open")),
        method, null, expected);

    [TestCase("GET", "200 open", Description = "the host of the closed one is the better one")]
    [TestCase("POST", "405 Allow: GET")]
    public Task ClosedForAHost(string method, string expected) => CompareAsync(
        app => app.Map("/{id}", (HttpContext http) => http.Response.WriteAsync("closed")).RequireHost("localhost"),
        app => app.MapGet("/{name}", (HttpContext http) => http.Response.WriteAsync("open")).RequireHost("*"),
        method, null, expected);

    [TestCase("POST", "application/json; charset=utf-8", "404")]
    public Task OpenOne_WithAConstraintThatFails(string method, string? contentType, string expected) => CompareAsync(
        app => app.MapPost("/{id}", (HttpContext http) => http.Response.WriteAsync("closed")).WithMetadata(new Reads("application/json")),
        app => app.MapPost("/{name:int}", (HttpContext http) => http.Response.WriteAsync("open")).WithMetadata(new Reads("application/json; charset=utf-8")),
        method, contentType, expected);

    [Test]
    public async Task OpenOne_HasItsOwnRouteValues()
    {
        await using var site = await TestSite.StartAsync(Rules, app =>
        {
            app.MapPost("/{id}/{more?}", () => "closed").WithMetadata(new Reads("application/json")).RequireGrayFlag("off");
            app.MapPost("/{name:alpha}/{kind=plain}", (HttpContext http) =>
                $"{http.GetRouteValue("name")} {http.GetRouteValue("kind")} {http.GetRouteValue("id")}")
                .WithMetadata(new Reads("application/json; charset=utf-8"));
        }, services: HeaderAuthentication.AddTo);
        using var request = RequestOf("POST", "application/json; charset=utf-8");
        using var response = await site.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("thing plain "));
    }

    private static async Task CompareAsync(
        Func<WebApplication, IEndpointConventionBuilder> closed, Func<WebApplication, IEndpointConventionBuilder> open, string method, string? contentType,
        string expected)
    {
        foreach (var hasAuthentication in new[] { false, true })
        {
            foreach (var isClosedFirst in new[] { true, false })
            {
                await using var without = await StartAsync(hasAuthentication, app => open(app));
                await using var with = await StartAsync(hasAuthentication, app =>
                {
                    if (!isClosedFirst)
                    {
                        open(app);
                    }

                    closed(app).RequireGrayFlag("off");
                    if (isClosedFirst)
                    {
                        open(app);
                    }
                });

                Assert.That(await AskAsync(without, method, contentType), Is.EqualTo(expected), "the app without it");
                Assert.That(await AskAsync(with, method, contentType), Is.EqualTo(expected), $"authentication {hasAuthentication}, first {isClosedFirst}");
            }
        }
    }

    private static Task<TestSite> StartAsync(bool hasAuthentication, Action<WebApplication> map) =>
        TestSite.StartAsync(Rules, map, services: hasAuthentication ? HeaderAuthentication.AddTo : null);

    private static async Task<string> AskAsync(TestSite site, string method, string? contentType)
    {
        using var request = RequestOf(method, contentType);
        using var response = await site.Client.SendAsync(request);
        var allow = response.Content.Headers.Allow.Count == 0 ? "" : $"Allow: {string.Join(", ", response.Content.Headers.Allow)}";
        return $"{(int)response.StatusCode} {allow}{await response.Content.ReadAsStringAsync()}".TrimEnd();
    }

    private static HttpRequestMessage RequestOf(string method, string? contentType) => new(new HttpMethod(method), "/thing")
    {
        Content = contentType is null ? null : new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
    };

    private sealed record Reads(params string[] Types) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => Types;

        public Type? RequestType => null;

        public bool IsOptional => false;
    }
}
