using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>Closed endpoints where routing runs more than once, and those that a framework maps by the dozen.</summary>
[Fault("R8")]
public sealed class BranchTests
{
    private const string Rules = """{ "flags": { "on": true, "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    [TestCase("/branch/x", "", "404")]
    [TestCase("/branch/x", "ana", "200 in")]
    [TestCase("/branch/two", "", "405")]
    [TestCase("/branch/two", "ana", "200 in")]
    [TestCase("/when?branch", "", "404")]
    [TestCase("/when?branch", "ana", "200 in")]
    [TestCase("/again", "", "404 page of 404", Description = "executed again for its status: the page has a gate of its own")]
    [TestCase("/again", "ana", "410 page of 410")]
    public async Task Branch_WithRoutingOfItsOwn_IsGated(string path, string user, string expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.Map("/branch", branch =>
                {
                    branch.UseRouting();
                    branch.UseAuthentication();
                    branch.UseAuthorization();
                    branch.UseEndpoints(endpoints =>
                    {
                        endpoints.MapGet("/x", () => "in").RequireGrayFlag("ana-only");
                        endpoints.Map("/two", () => "in").RequireGrayFlag("ana-only");
                        endpoints.MapPost("/two", () => "posted");
                    });
                });
                app.MapWhen(http => http.Request.Query.ContainsKey("branch"), branch =>
                {
                    branch.UseRouting();
                    branch.UseEndpoints(endpoints => endpoints.MapGet("/when", () => "in").RequireGrayFlag("ana-only"));
                });
                app.UseStatusCodePagesWithReExecute("/page", "?status={0}");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/again", () => Results.StatusCode(410)).RequireGrayFlag("ana-only");
                app.MapGet("/page", (int status) => Results.Text($"page of {status}")).RequireGrayFlag("on");
            },
            services: HeaderAuthentication.AddTo);
        using var response = await site.SendAsync(path, user.Length > 0 ? [("Test", user)] : []);

        Assert.That($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}".TrimEnd(), Is.EqualTo(expected));
    }

    // Its endpoints for negotiation and for the connection are one door.
    [TestCase("", "404 404 404 404")]
    [TestCase("ana", "200 400 400 405")]
    public async Task Hub_IsOneDoor(string user, string expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapHub<Bare>("/hub").RequireGrayFlag("ana-only");
            },
            services: services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddSignalR();
            });
        var statuses = new List<int>();
        foreach (var (method, path) in new[] { ("POST", "/hub/negotiate?negotiateVersion=1"), ("GET", "/hub"), ("POST", "/hub"), ("PUT", "/hub/negotiate") })
        {
            using var response = await site.SendAsync(new HttpMethod(method), path, user.Length > 0 ? [("Test", user)] : []);
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(string.Join(' ', statuses), Is.EqualTo(expected));
    }

    private sealed class Bare : Hub;
}
