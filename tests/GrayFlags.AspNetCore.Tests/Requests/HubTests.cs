using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>A hub asks for the user of its connection, by whatever way the client is connected.</summary>
[Fault("R7")]
public sealed class HubTests
{
    private const char End = '\u001e';
    private const string Rules =
        """{ "flags": { "ana-only": { "rules": { "ana": { "users": ["ana"] } } }, "half": { "rules": { "some": { "percentage": 50 } } } } }""";

    [Test]
    public async Task Hub_ThatIsPolled_AsksForTheUserOfItsConnection([Values] bool isGated, [Values("ana", "bo")] string user)
    {
        if (isGated && user == "bo")
        {
            Assert.Pass("has no hub");
        }

        await using var site = await StartAsync(isGated);

        Assert.That(await CallAsync(site, [("Test", user)], "Ask"), Is.EqualTo($"{user} {user == "ana"} {user == "ana"}"));
        Assert.That(await CallAsync(site, [("Test", user)], "AskLater"), Is.EqualTo($"{user} {user == "ana"} {user == "ana"}"));
    }

    [Test]
    public async Task Hub_ThatIsPolled_KeepsTheVisitorsId()
    {
        await using var site = await StartAsync(isGated: false);
        using var page = await site.SendAsync("/page");
        var id = await page.Content.ReadAsStringAsync();

        Assert.That(await CallAsync(site, [("Cookie", page.Cookie()!)], "Ask"), Does.StartWith(id + " "));
        Assert.That(await CallAsync(site, [], "Ask"), Does.StartWith(" "), "no cookie can reach anybody from here");
    }

    private static Task<TestSite> StartAsync(bool isGated) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/page", (IGrayEvaluator flags, IGrayContextAccessor accessor) =>
            {
                flags.IsEnabled("half");
                return accessor.Context!.UserId;
            });
            var hub = app.MapHub<AskingHub>("/hub");
            if (isGated)
            {
                hub.RequireGrayFlag("ana-only");
            }
        },
        flags => flags.AddAnonymousCookie(),
        services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddSignalR();
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
        });

    // By hand, as a client does that can do no better: each answer is fetched by a request of its own, and the first one is over when the hub is called.
    private static async Task<string?> CallAsync(TestSite site, (string, string)[] headers, string method)
    {
        using var negotiated = await site.SendAsync(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1", headers);
        var address = "/hub?id=" + JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync()).RootElement.GetProperty("connectionToken").GetString();
        await site.GetAsync(address, headers);
        var polled = site.GetAsync(address, headers);
        await SendAsync("""{"protocol":"json","version":1}""");
        var received = await polled;
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""");
        while (true)
        {
            foreach (var message in received[4..].Split(End, StringSplitOptions.RemoveEmptyEntries))
            {
                var root = JsonDocument.Parse(message).RootElement;
                if (root.TryGetProperty("result", out var result))
                {
                    using var ended = await site.SendAsync(HttpMethod.Delete, address, headers);
                    return result.GetString();
                }

                Assert.That(root.TryGetProperty("error", out var error), Is.False, message);
            }

            received = await site.GetAsync(address, headers);
            Assert.That(received, Does.StartWith("200"));
        }

        async Task SendAsync(string message)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(message + End) };
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await site.Client.SendAsync(request);
            Assert.That(response.IsSuccessStatusCode, Is.True);
        }
    }

    internal sealed class AskingHub(IGrayEvaluator flags, IGrayEvaluatorSnapshot pinned, IGrayContextAccessor accessor) : Hub
    {
        public string Ask() => $"{accessor.Context?.UserId} {flags.IsEnabled("ana-only")} {pinned.IsEnabled("ana-only")}";

        public async Task<string> AskLater()
        {
            await Task.Yield();
            return Ask();
        }
    }
}
