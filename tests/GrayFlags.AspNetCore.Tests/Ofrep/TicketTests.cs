using System.Text.Json;
using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>The tickets of streams behind authorization: whose they are, where they are good, and what instances make of those of others.</summary>
[Fault("R13")]
public sealed class TicketTests
{
    private const string Rules = """{ "flags": { "shown": { "clientSide": true, "default": false } } }""";

    // By the id that the request has itself: this scheme knows no names, as many do not.
    [TestCase(OfrepContext.FromRequest)]
    [TestCase(OfrepContext.FromBody)]
    public async Task Ticket_OfAnother_IsRefused(OfrepContext context)
    {
        await using var site = await StartAsync(new ManualTimeProvider(), map: app =>
            app.MapGroup("/a").RequireAuthorization().MapGrayOfrep(o => o.Context = context));
        var address = await AddressAsync(site, "/a", "ana");

        Assert.That(await StatusAsync(site, address, ("Test", "bo")), Is.EqualTo("403"));
        Assert.That(await StatusAsync(site, address, ("Test", "ana")), Is.EqualTo("200"));
        Assert.That(await StatusAsync(site, address), Is.EqualTo("200"), "the ticket alone is enough: a browser's stream has no header");
    }

    [Test]
    public async Task Ticket_IsGoodForOneMapping()
    {
        await using var site = await StartAsync(
            new ManualTimeProvider(),
            before: app =>
            {
                app.UsePathBase("/east");
                app.UsePathBase("/west");
                app.UseRouting();
            },
            map: app => app.MapGroup("/t/{tenant}").RequireAuthorization().MapGrayOfrep());
        var address = await AddressAsync(site, "/east/t/one", "ana");

        Assert.That(await StatusAsync(site, address), Is.EqualTo("200"));
        Assert.That(await StatusAsync(site, address.Replace("/one/", "/two/", StringComparison.Ordinal)), Is.EqualTo("401"));
        Assert.That(await StatusAsync(site, address.Replace("/east/", "/west/", StringComparison.Ordinal)), Is.EqualTo("401"));
        Assert.That(await StatusAsync(site, address.Replace("/east/", "/", StringComparison.Ordinal)), Is.EqualTo("401"));

        // A line break in a name is no way into another tenant.
        var broken = await AddressAsync(site, "/east/t/one%0Atwo", "ana");
        Assert.That(await StatusAsync(site, broken.Replace("/one%0Atwo/", "/one/", StringComparison.OrdinalIgnoreCase)), Is.EqualTo("401"));
    }

    // Each instance makes a ticket of its own; one that is as good as the other is no news, or a client would connect anew at each question.
    [Test]
    public async Task Answers_OfTwoInstances_AreTheSameNews()
    {
        var clock = new ManualTimeProvider();
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await StartAsync(clock, keys);
        await using var other = await StartAsync(clock, keys);
        var first = await one.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: ("Test", "ana"));
        (string, string)[] again = [("Test", "ana"), ("If-None-Match", first.Tag!)];
        (string, string)[] asBo = [("Test", "bo"), ("If-None-Match", first.Tag!)];

        Assert.That((await other.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: again)).Status, Is.EqualTo(304));
        Assert.That((await one.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: asBo)).Status, Is.EqualTo(200), "the ticket would be another user's");
        Assert.That(await StatusAsync(other, StreamOf(first)), Is.EqualTo("200"), "it is good at both");

        clock.Advance(TimeSpan.FromMinutes(10));
        var later = await other.AskAsync("/a" + OfrepSiteExtensions.Bulk, headers: again);

        Assert.That(later.Status, Is.EqualTo(200), "in time there is a new one");
        Assert.That(StreamOf(later), Is.Not.EqualTo(StreamOf(first)));
    }

    [Test]
    public void Ticket_OfTheFirst_StaysWhenThereAreMany()
    {
        var tickets = new OfrepTickets(new EphemeralDataProtectionProvider(), new ManualTimeProvider());
        var first = tickets.For("A", "0");
        for (var user = 1; user <= 20_010; user++)
        {
            tickets.For("A", user.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.That(tickets.For("A", "0"), Is.EqualTo(first));
        Assert.That(tickets.TryRead(tickets.For("A", "20010"), "A", out var last, out _) ? last : null, Is.EqualTo("20010"), "not kept, and good");
    }

    private static async Task<string> AddressAsync(TestSite site, string prefix, string user) =>
        StreamOf(await site.AskAsync(prefix + OfrepSiteExtensions.Bulk, """{"context":{"targetingKey":"cy"}}""", ("Test", user)));

    private static string StreamOf(OfrepSiteExtensions.OfrepReply reply) =>
        reply.Json.TryGetProperty("eventStreams", out var streams)
            ? streams[0].GetProperty("endpoint").GetProperty("requestUri").GetString()!
            : throw new JsonException(reply.Body);

    private static async Task<string> StatusAsync(TestSite site, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        return $"{(int)response.StatusCode}";
    }

    private static Task<TestSite> StartAsync(
        ManualTimeProvider clock, IDataProtectionProvider? keys = null, Action<WebApplication>? before = null, Action<WebApplication>? map = null) =>
        TestSite.StartAsync(
            Rules,
            app =>
            {
                before?.Invoke(app);
                app.UseAuthentication();
                app.UseAuthorization();
                (map ?? (mapped => mapped.MapGroup("/a").RequireAuthorization().MapGrayOfrep()))(app);
            },
            services: services =>
            {
                HeaderAuthentication.AddTo(services);
                services.AddSingleton(keys ?? new EphemeralDataProtectionProvider());
                services.AddSingleton<TimeProvider>(clock);
            });
}
