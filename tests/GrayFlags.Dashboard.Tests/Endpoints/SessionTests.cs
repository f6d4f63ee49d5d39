using System.Net;
using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The name and rights of a caller in a session, and the reasons for those that are missing.</summary>
public sealed class SessionTests
{
    [TestCase(null, "flags.operate", "flags.publish", false, "Unknown", "Unknown")]
    [TestCase("eve", "flags.operate", null, true, "Refused", "Nobody")]
    [TestCase("ann operator", "flags.operate", "flags.publish", true, "Granted", "Refused")]
    [TestCase(null, null, null, false, "Nobody", "Nobody")]
    [TestCase("ann operator", null, "flags.publish", true, "Nobody", "Refused")]
    public async Task Session_SaysWhyItMayNot(string? user, string? operate, string? publish, bool isSignedIn, string operating, string publishing)
    {
        await using var site = await DashboardSiteOfTests.StartAsync(o => (o.AllowAnonymousRead, o.OperatePolicy, o.PublishPolicy) = (true, operate, publish));
        using var response = await site.SendAsync(HttpMethod.Get, "/flags/api/session", user);
        var session = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.That(session.GetProperty("isSignedIn").GetBoolean(), Is.EqualTo(isSignedIn));
        Assert.That(session.GetProperty("operating").GetString(), Is.EqualTo(operating));
        Assert.That(session.GetProperty("publishing").GetString(), Is.EqualTo(publishing));
        Assert.That(session.TryGetProperty("actor", out var actor) ? actor.GetString() : null, Is.EqualTo(user?.Split(' ')[0]));
    }

    [Test]
    public async Task Actor_ThatThrows_IsLogged_AndNobodyOperates()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(static options =>
        {
            DashboardSiteOfTests.Open(options);
            options.Actor = static _ => throw new FormatException("no claim");
        });
        using var session = await site.SendAsync(HttpMethod.Get, "/flags/api/session", "ann reader");
        using var response = await site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "x" }""");
        var logged = site.Log.Entries.Where(static entry => entry is { Category: "GrayFlags.Dashboard", Level: LogLevel.Error }).ToList();

        Assert.That(session.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("noActor"));
        Assert.That(logged, Has.Count.EqualTo(2).And.All.Matches<GrayFlags.Tests.Kit.LogEntry>(static entry => entry.EventId.Id == 705));
    }

    // Direction marks in a name make the line of an audit another one to the eye.
    [Test]
    public async Task Actor_WithDirectionMarks_DoesNotOperate()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(static options =>
        {
            DashboardSiteOfTests.Open(options);
            options.Actor = static _ => "ann\u202Ebob";
        });
        using var response = await site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "x" }""");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
