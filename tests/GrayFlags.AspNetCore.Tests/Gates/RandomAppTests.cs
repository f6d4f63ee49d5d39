using System.Net.Http.Headers;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>Random apps against the same apps without gates and without what is closed: routes, methods, content types, hosts, orders, CORS, who may, and flags.</summary>
[Fault("R8")]
public sealed class RandomAppTests
{
    private const string Rules = """{ "flags": { "on": true, "off": false, "ana-only": { "rules": { "ana": { "users": ["ana"] } } }, "not-ana": { "default": true, "rules": { "ana": { "users": ["ana"], "serve": false } } } } }""";

    private static readonly string[] Paths = ["/a", "/a/7", "/a/x", "/a/x.y", "/b", "/nothing/at/all"];
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "OPTIONS+GET", "OPTIONS+POST"];
    private static readonly string?[] Types = [null, "application/json", "application/json; charset=utf-8", "application/vnd.x+json", "text/plain"];
    private static readonly (string, string)[][] Credentials = [[], [("Test", "t")], [("Other", "o")]];

    [Test]
    public async Task App_EqualsTheOneWithoutWhatIsClosed([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var endpoints = Enumerable.Range(1, random.Next(2, 8)).Select(number => RandomEndpoint.Of(random, number)).ToList();
        var (hasAuthentication, hasFallbackPolicy) = (random.Next(4) > 0, random.Next(4) == 0);
        await using var gated = await StartAsync(hasAuthentication, hasFallbackPolicy, app => endpoints.ForEach(endpoint => endpoint.Map(app, true)));
        foreach (var user in new[] { "ana", "bo" })
        {
            var open = endpoints.Where(endpoint => Array.TrueForAll(endpoint.Gates, gate => IsOn(gate.Flag, user) == gate.Enabled)).ToList();
            await using var plain = await StartAsync(hasAuthentication, hasFallbackPolicy, app => open.ForEach(endpoint => endpoint.Map(app, false)));
            foreach (var (path, method, type, credentials) in Requests(hasAuthentication))
            {
                // A preflight is let through to whoever may come after it, which is a test of its own.
                if (method.Contains('+', StringComparison.Ordinal) && endpoints.Exists(endpoint => !open.Contains(endpoint) && endpoint.Cors is not ("" or "none")))
                {
                    continue;
                }

                var expected = await AskAsync(plain, user, path, method, type, credentials);
                Assert.That(
                    await AskAsync(gated, user, path, method, type, credentials),
                    Is.EqualTo(expected),
                    () => $"{method} {path} {type} by {user} {string.Join(' ', credentials)}; authentication {hasAuthentication}, fallback policy {hasFallbackPolicy}\n{string.Join('\n', endpoints)}");
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
            var shown = response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key}={string.Join('|', header.Value)}").Order(StringComparer.Ordinal);
            return $"{(int)response.StatusCode} {string.Join(' ', shown)} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            // Two endpoints that are equally good.
            return exception.GetType().Name;
        }
    }

    private static Task<TestSite> StartAsync(bool hasAuthentication, bool hasFallbackPolicy, Action<WebApplication> map) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            app.UseCors();
            if (hasAuthentication)
            {
                app.UseAuthentication();
            }

            app.UseAuthorization();
            map(app);
        },
        flags => flags.AddAspNetCore(o => (o.UserId, o.PrivateResponses) = (http => http.Request.Headers["User"], false)),
        services =>
        {
            services.AddCors(o =>
            {
                o.AddPolicy("spa", policy => policy.WithOrigins("https://spa").AllowAnyMethod());
                o.AddPolicy("others", policy => policy.WithOrigins("https://others"));
            });
            services.AddAuthorization(o => o.FallbackPolicy = hasFallbackPolicy ? new AuthorizationPolicyBuilder(HeaderAuthentication.Other).RequireAuthenticatedUser().Build() : null);
            if (hasAuthentication)
            {
                HeaderAuthentication.AddTo(services);
            }
        });
}
