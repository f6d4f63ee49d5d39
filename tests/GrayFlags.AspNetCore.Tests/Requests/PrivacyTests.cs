using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>Who asks stays in the process: not in a header, not in a log line of the package.</summary>
[Fault("X14")]
public sealed class PrivacyTests
{
    private const string Canary = "S3CR3T-user";

    [Test]
    public async Task User_IsInNoHeaderAndNoLogLine()
    {
        var visitor = "";
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "orders-v2": { "rules": { "half": { "percentage": 50 } } } } }""",
            app =>
            {
                app.UseGrayVersionHeader("orders", "orders-v2");
                app.UseRouting();
                app.MapGrayUpgrade("/", "orders-v2", () => "old", () => "new");
                app.MapGet("/unknown", () => "in").RequireGrayFlag("never-defined");
                app.MapGet("/who", (IGrayContextAccessor accessor) => visitor = accessor.Context!.UserId!);
                app.MapHealthChecks("/health");
            },
            flags => flags.AddAspNetCore(o => o.OverrideKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)]).AddAnonymousCookie(),
            services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                services.AddHealthChecks().AddGrayFlags();
            });
        var shown = new List<string>();
        (string, string)[][] askers = [[("Test", Canary + " plan=" + Canary)], [], [("Test", Canary), (GrayOverrideHeader.Name, Canary)]];
        foreach (var path in new[] { "/", "/unknown", "/health" })
        {
            foreach (var headers in askers)
            {
                using var response = await site.SendAsync(path, headers);
                shown.Add(response.Headers + await response.Content.ReadAsStringAsync());
            }
        }

        using var who = await site.SendAsync("/who");
        shown.Add(who.Headers.ToString());
        shown.AddRange(site.Log.Entries.Where(entry => entry.Category.StartsWith("GrayFlags", StringComparison.Ordinal)).Select(entry => entry.Message));

        Assert.That(
            string.Join('\n', shown),
            Does.Contain("X-Gray-orders").And.Contain("Healthy").And.Contain("override header is ignored").And.Contain("never-defined"));
        Assert.That(string.Join('\n', shown), Does.Not.Contain(Canary).And.Not.Contain(visitor));
    }
}
