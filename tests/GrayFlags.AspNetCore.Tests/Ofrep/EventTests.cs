using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, "Events": who is told of a change, and who may listen.</summary>
public sealed class EventTests
{
    private const string Before = """{ "flags": { "shown": { "clientSide": true, "default": false }, "hidden": false } }""";
    private const string After = """{ "flags": { "shown": { "clientSide": true, "default": true }, "hidden": false } }""";
    private const string Refetch = "\"type\":\"refetchEvaluation\"";

    [Test]
    public async Task Change_OfAFlagThatIsShown_IsTold()
    {
        await using var site = await StartAsync();
        using var events = await EventStreamReader.OpenAsync(site);
        var first = await events.NextAsync();

        site.Rules.SetJson(After);
        var second = await events.NextAsync();

        Assert.That(first, Does.Match("^id: [A-Za-z0-9_-]+$"), "an id, and nothing to do");
        Assert.That(second, Does.Match("""^event: message\|id: ([A-Za-z0-9_-]+)\|data: \{"type":"refetchEvaluation","etag":"\1","lastModified":\d+\}$"""));
    }

    [Test]
    public async Task Client_ThatMissedAChange_IsToldWhenItConnects()
    {
        await using var site = await StartAsync();
        string last;
        using (var events = await EventStreamReader.OpenAsync(site))
        {
            last = (await events.NextAsync())![4..];
        }

        using var same = await EventStreamReader.OpenAsync(site, headers: ("Last-Event-ID", last));
        using var other = await EventStreamReader.OpenAsync(site, headers: ("Last-Event-ID", "of another instance"));

        Assert.That(await same.NextAsync(), Is.EqualTo("id: " + last));
        Assert.That(await other.NextAsync(), Does.Contain(Refetch).And.Contain("id: " + last));
    }

    // ofrep-web-provider 0.4.3 does not ask again when it has connected.
    [Test]
    public async Task Change_BetweenTheQuestionAndTheConnection_IsTold()
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(clock);
        await site.AskAsync(OfrepSiteExtensions.Bulk);
        site.Rules.SetJson(After);
        for (var left = 3_000; ; left--)
        {
            using var events = await EventStreamReader.OpenAsync(site);
            if (await events.NextAsync() is { } block && block.Contains(Refetch, StringComparison.Ordinal))
            {
                break;
            }

            Assert.That(left, Is.GreaterThan(0));
        }

        clock.Advance(TimeSpan.FromSeconds(61));
        using var later = await EventStreamReader.OpenAsync(site);

        Assert.That(await later.NextAsync(), Does.StartWith("id: "));
    }

    [Test]
    public async Task Silence_IsFilledWithComments()
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(clock);
        using var events = await EventStreamReader.OpenAsync(site);
        await events.NextAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            var next = events.NextAsync();
            for (var left = 300; !next.IsCompleted; left--)
            {
                Assert.That(left, Is.GreaterThan(0));
                clock.Advance(TimeSpan.FromSeconds(15));
                await Task.WhenAny(next, Task.Delay(100));
            }

            Assert.That(await next, Is.EqualTo(":"));
        }
    }

    [Test]
    public async Task Place_IsGivenBack_WhenAClientIsGone()
    {
        await using var site = await StartAsync(options: o => o.MaxEventStreams = 1);
        using (var events = await EventStreamReader.OpenAsync(site))
        {
            await events.NextAsync();
            Assert.That(await site.GetAsync("/ofrep/v1/events"), Is.EqualTo("503 {\"errorDetails\":\"As many streams of events are open as may be.\"}"));
        }

        for (var left = 300; ; left--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/ofrep/v1/events");
            using var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.IsSuccessStatusCode)
            {
                break;
            }

            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }
    }

    [Test]
    public async Task App_ThatEnds_EndsItsStreams()
    {
        await using var site = await StartAsync(isReal: true);
        using var events = await EventStreamReader.OpenAsync(site);
        await events.NextAsync();

        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.That(await events.NextAsync(), Is.Null);
    }

    [Test]
    public async Task Off_NoStream()
    {
        await using var site = await StartAsync(options: o => o.Events = false);

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk)).Body, Does.Not.Contain("eventStreams"));
        Assert.That(await site.GetAsync("/ofrep/v1/events"), Is.EqualTo("404"));
    }

    // Acceptance 7: the address is good in a branch, in a group and behind a proxy that says what it has taken away.
    [TestCase("/shop/ofrep/v1/evaluate/flags", "", "/shop/ofrep/v1/events")]
    [TestCase("/ofrep/v1/evaluate/flags", "/pre fix", "/pre%20fix/ofrep/v1/events")]
    [TestCase("/api/v2/ofrep/v1/evaluate/flags", "", "/api/v2/ofrep/v1/events")]
    public async Task Address_IsTheOneThatTheClientSees(string path, string prefix, string expected)
    {
        await using var site = await StartAsync(before: app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedPrefix });
            app.UsePathBase("/shop");
            app.UseRouting();
            app.MapGroup("/api/v2").MapGrayOfrep();
        });

        var address = StreamOf(await site.AskAsync(path, headers: ("X-Forwarded-Prefix", prefix)));
        var seen = prefix.Length > 0 ? address[Uri.EscapeDataString(prefix[1..]).Length..][1..] : address;
        using var events = await EventStreamReader.OpenAsync(site, seen);

        Assert.That(address, Is.EqualTo(expected));
        Assert.That(await events.NextAsync(), Does.StartWith("id: "));
    }

    [Test]
    public async Task Ticket_IsOneUsers_OfOneMapping_ForSomeMinutes()
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync(clock, map: app =>
        {
            app.MapGroup("/a").RequireAuthorization().MapGrayOfrep(o => o.EventSpread = TimeSpan.Zero);
            app.MapGroup("/b").RequireAuthorization().MapGrayOfrep();
        });
        var first = await site.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: ("Test", "ana"));
        var address = StreamOf(first);

        Assert.That(address, Does.StartWith("/a/ofrep/v1/events?ticket="));
        Assert.That(StreamOf(await site.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: ("Test", "ana"))), Is.EqualTo(address), "it stays");
        Assert.That(StreamOf(await site.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: ("Test", "bo"))), Is.Not.EqualTo(address));
        Assert.That(await site.GetAsync("/a/ofrep/v1/events"), Does.StartWith("401 {"));
        Assert.That(await site.GetAsync(address + "x"), Does.StartWith("401 {"));
        Assert.That(await site.GetAsync("/b" + address[2..]), Does.StartWith("401 {"));

        using (var events = await EventStreamReader.OpenAsync(site, address))
        {
            Assert.That(await events.NextAsync(), Does.StartWith("id: "));
            site.Rules.SetJson(After);
            Assert.That(await events.NextAsync(), Does.Contain(Refetch));
        }

        clock.Advance(TimeSpan.FromMinutes(21));
        using var old = await EventStreamReader.OpenAsync(site, address);

        Assert.That(await old.NextAsync(), Does.StartWith("retry: 60000|event: message|").And.Contain(Refetch), "it asks, and is given the next ticket");
        Assert.That(await old.NextAsync(), Is.Null);
        Assert.That(StreamOf(await site.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: ("Test", "ana"))), Is.Not.EqualTo(address));
    }

    private static string StreamOf(OfrepSiteExtensions.OfrepReply reply) =>
        reply.Json.GetProperty("eventStreams")[0] is var stream && stream.GetProperty("type").GetString() == "sse"
            ? stream.GetProperty("endpoint").GetProperty("requestUri").GetString()!
            : throw new JsonException(reply.Body);

    private static Task<TestSite> StartAsync(
        ManualTimeProvider? clock = null, Action<GrayOfrepOptions>? options = null, Action<WebApplication>? before = null,
        Action<WebApplication>? map = null, bool isReal = false) => TestSite.StartAsync(
        Before,
        app =>
        {
            before?.Invoke(app);
            app.UseAuthentication();
            app.UseAuthorization();
            if (map is not null)
            {
                map(app);
                return;
            }

            app.MapGrayOfrep(o =>
            {
                o.EventSpread = TimeSpan.Zero;
                options?.Invoke(o);
            });
        },
        services: services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            if (clock is not null)
            {
                services.AddSingleton<TimeProvider>(clock);
            }
        },
        isReal: isReal);
}
