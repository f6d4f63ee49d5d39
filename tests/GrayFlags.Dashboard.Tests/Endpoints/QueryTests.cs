using System.Net;
using GrayFlags.Dashboard.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The parts of an address: what cannot be read is refused, or who pages by it gets the first page for ever.</summary>
public sealed class QueryTests
{
    private DashboardSiteOfTests _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    [TestCase("audit?before=yesterday", "before")]
    [TestCase("audit?before=", "before")]
    [TestCase("audit?before=12:30", "before")] // today's, of this machine
    [TestCase("audit?before=2026-12-01T09:00:00", "before")] // of whose zone?
    [TestCase("audit?take=-1", "take")]
    [TestCase("audit?take=many", "take")]
    [TestCase("audit?take=1&take=2", "take")]
    [TestCase("flags?skip=x", "skip")]
    [TestCase("flags?take=99999999999", "take")]
    [TestCase("flags?state=killt", "state")]
    [TestCase("flags?tag=a&tag=b", "tag")]
    [TestCase("rollouts/checkout/evidence?since=1e9", "since")]
    [TestCase("documents/shop?version=latest", "version")]
    [TestCase("documents/shop?version=-1", "version")]
    [TestCase("documents/shop/history?before=99999999999999999999", "before")]
    public async Task WhatCannotBeRead_IsRefused_ByItsName(string path, string name)
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader");
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(text, Does.Contain("\"code\":\"query\"").And.Contain(name));
    }

    // A plus that nobody has escaped is a space when it comes here, and the zone of the instant is lost with it.
    [TestCase("2026-12-01T10:00:00+01:00", 0)]
    [TestCase("2026-12-01T10:00:00.5%2B01:00", 1)]
    [TestCase("2026-12-01T09:00:00Z", 0)]
    [TestCase("2026-12-01T09:00:01Z", 1)]
    [TestCase("2026-12-01T14:30:01+05:30", 1)]
    public async Task Instant_IsReadWithItsZone(string before, int entries)
    {
        await using var site = await DashboardSiteOfTests.StartAsync();
        using var pin = await site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "at nine" }""");
        pin.EnsureSuccessStatusCode();
        var audit = await site.GetAsync($"/flags/api/audit?flag=plain&before={before}");

        Assert.That(audit.GetArrayLength(), Is.EqualTo(entries));
    }

    [TestCase("flags?query=&tag=&state=&take=10")]
    [TestCase("flags?state=RULES")]
    [TestCase("flags?take=20000")]
    [TestCase("audit?flag=&take=5")]
    public async Task WhatPagesAsk_IsAnswered(string path) => await _site.GetAsync("/flags/api/" + path);

    // %252F is the text %2F, and no slash.
    [TestCase("team%2Fplain", HttpStatusCode.OK)]
    [TestCase("team%2fplain", HttpStatusCode.OK)]
    [TestCase("team%252Fplain", HttpStatusCode.NotFound)]
    [TestCase("team%25252Fplain", HttpStatusCode.NotFound)]
    public async Task Name_IsDecodedOnce(string name, HttpStatusCode status)
    {
        await using var site = await DashboardSiteOfTests.StartAsync(rules: """{ "flags": { "team/plain": true } }""", listens: true);
        using var response = await site.SendAsync(HttpMethod.Get, $"/flags/api/flags/{name}", "ann reader");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }
}
