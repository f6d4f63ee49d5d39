using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>Operations, the answers to operators, and the audit.</summary>
public sealed class OperationTests
{
    private DashboardSiteOfTests _site = null!;

    [SetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    [Test]
    public async Task WholeWayOfARollout_ByItsOperations()
    {
        Assert.That(await OperateAsync("promote"), Is.EqualTo("200 Running canary"));
        Assert.That(await OperateAsync("pause"), Is.EqualTo("200 Paused canary"));
        Assert.That(await OperateAsync("resume"), Is.EqualTo("200 Running canary"));
        Assert.That(await OperateAsync("approve"), Is.EqualTo("200 Running canary"));
        Assert.That(await OperateAsync("promote"), Is.EqualTo("200 Running half"));
        Assert.That(await OperateAsync("rollback"), Is.EqualTo("200 RolledBack half"));
        Assert.That(await OperateAsync("cancel"), Is.EqualTo("200 Cancelled half"));
        _site.Clock.Advance(TimeSpan.FromSeconds(2)); // the cooldown
        Assert.That(await OperateAsync("restart"), Is.EqualTo("200 Pending canary"));
        Assert.That(_site.Rollouts.GetStatus("checkout")!.Record.Attempt, Is.EqualTo(2));
    }

    // A browser and a program each approve what they both have looked at.
    [Fault("O3")]
    [Test]
    public async Task TwoOperators_OneIsTold_WhatIsThereNow()
    {
        await OperateAsync("promote");
        var seen = await _site.RevisionAsync();
        var body = JsonSerializer.Serialize(new { reason = "looks good", expectedRevision = seen });
        var browser = await _site.BrowserAsync("bob reader operator");
        var both = await Task.WhenAll(
            _site.PostAsync("/flags/api/rollouts/checkout/promote", body),
            _site.SendAsync(HttpMethod.Post, "/flags/api/rollouts/checkout/promote", "bob reader operator", body, browser));
        var loser = both.Single(response => response.StatusCode == HttpStatusCode.Conflict);
        var told = await loser.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(both.Select(response => (int)response.StatusCode), Is.EquivalentTo(new[] { 200, 409 }));
        Assert.That(told.GetProperty("code").GetString(), Is.EqualTo("conflict"));
        Assert.That(told.GetProperty("rollout").GetProperty("stageName").GetString(), Is.EqualTo("half"));
        Assert.That(_site.Rollouts.GetStatus("checkout")!.StageName, Is.EqualTo("half"));
    }

    // No time passes: the second instance has not read what the first one has written.
    [Fault("O3")]
    [TestCase("approve")]
    [TestCase("pause")]
    [TestCase("rollback")]
    public async Task TwoInstancesOfAFleet_OneIsTold(string operation)
    {
        var store = new InMemoryRolloutStore();
        await using var one = await DashboardSiteOfTests.StartAsync(rollouts: store);
        await using var other = await DashboardSiteOfTests.StartAsync(rollouts: store);
        using var begun = await one.PostAsync("/flags/api/rollouts/checkout/promote", BodyOf(await one.RevisionAsync()));
        other.Clock.Advance(TimeSpan.FromSeconds(6)); // it reads its store each five
        var seen = await one.RevisionAsync();
        Assert.That(await other.RevisionAsync(), Is.EqualTo(seen));

        using var first = await one.PostAsync($"/flags/api/rollouts/checkout/{operation}", BodyOf(seen), "ann-reader-operator");
        using var second = await other.PostAsync($"/flags/api/rollouts/checkout/{operation}", BodyOf(seen), "bob-reader-operator");
        var told = await second.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Conflict)));
        Assert.That(told.GetProperty("rollout").GetProperty("revision").GetString(), Is.EqualTo(await one.RevisionAsync()));
        Assert.That(other.Audit.Single(line => line.Contains("bob", StringComparison.Ordinal)), Does.Contain("It is not done"));
    }

    // Every decision of an operator is seen by the next one, also one that leaves phase and stage as they are.
    [TestCase("approve")]
    [TestCase("pause")]
    public async Task Revision_ChangesWithEachDecision(string operation)
    {
        await OperateAsync("promote");
        var before = await _site.RevisionAsync();
        await OperateAsync(operation);

        Assert.That(await _site.RevisionAsync(), Is.Not.EqualTo(before));
    }

    [TestCase("approve", HttpStatusCode.BadRequest, "expectedRevision")]
    [TestCase("promote", HttpStatusCode.BadRequest, "expectedRevision")]
    [TestCase("resume", HttpStatusCode.BadRequest, "expectedRevision")]
    [TestCase("restart", HttpStatusCode.BadRequest, "expectedRevision")]
    [TestCase("pause", HttpStatusCode.Conflict, "state")]
    [TestCase("rollback", HttpStatusCode.OK, "RolledBack")]
    [TestCase("cancel", HttpStatusCode.OK, "Cancelled")]
    public async Task WithoutHavingLooked_OnlyStopsAreTaken(string operation, HttpStatusCode status, string text)
    {
        using var response = await _site.PostAsync($"/flags/api/rollouts/checkout/{operation}", """{ "reason": "incident 12" }""");

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(text));
    }

    [TestCase("""{ }""")]
    [TestCase("""{ "reason": " " }""")]
    [TestCase("""{ "reason": "two\nlines" }""")]
    [TestCase("""{ "reason": "one\u2028line" }""")]
    [TestCase("""{ "reason": "fixed \u202Edetrever" }""")]
    [TestCase("""{ "reason": "a\u200Bb" }""")]
    [TestCase("""{ "reason": 7 }""")]
    [TestCase("""null""")]
    [TestCase("""{""")]
    public async Task NoGoodReason_IsNoOperation(string body)
    {
        using var response = await _site.PostAsync("/flags/api/rollouts/checkout/rollback", body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_site.Rollouts.GetStatus("checkout")!.Record.Phase, Is.Not.EqualTo(RolloutPhase.RolledBack));
        Assert.That(_site.Audit.Where(line => line.Contains("ann", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task LongBodies_AndLongReasons_AreRefused()
    {
        using var reason = await _site.PostAsync("/flags/api/rollouts/checkout/rollback", JsonSerializer.Serialize(new { reason = new string('x', 501) }));
        using var body = await _site.PostAsync("/flags/api/rollouts/checkout/rollback", JsonSerializer.Serialize(new { reason = new string('x', 9_000) }));

        Assert.That(reason.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("rollouts/nothing/rollback")]
    [TestCase("rollouts/plain/rollback")]
    [TestCase("documents/nothing")]
    public async Task WhatIsNotThere_IsNotFound(string path)
    {
        using var response = await _site.PostAsync($"/flags/api/{path}", """{ "reason": "x", "json": "{}", "expectedVersion": 0 }""");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task KillSwitch_AndBack_WithWhoAndWhy()
    {
        using var off = await _site.PostAsync("/flags/api/flags/plain/off", """{ "reason": "payments fail" }""");
        var flag = await _site.GetAsync("/flags/api/flags/plain");
        using var on = await _site.PostAsync("/flags/api/flags/plain/on", """{ "reason": "fixed" }""");
        using var again = await _site.PostAsync("/flags/api/flags/plain/on", """{ "reason": "fixed" }""");
        var audit = await _site.GetAsync("/flags/api/audit?flag=plain");

        Assert.That(off.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(flag.GetProperty("turnedOff").GetProperty("by").GetString(), Is.EqualTo("ann"));
        Assert.That(flag.GetProperty("flag").GetProperty("isKilled").GetBoolean(), Is.True);
        Assert.That(await on.Content.ReadAsStringAsync(), Is.EqualTo("""{"changed":true}"""));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo("""{"changed":false}"""));
        Assert.That(
            audit.EnumerateArray().Select(entry => $"{entry.GetProperty("kind")} {entry.GetProperty("by")} {entry.GetProperty("reason")}"),
            Is.EquivalentTo(new[] { "off ann payments fail", "on ann fixed" }));
        Assert.That(_site.Audit, Has.Some.EqualTo("Audit: ann asked the dashboard for 'off' of 'plain': payments fail. It is done."));
    }

    [Test]
    public async Task Pin_AndUnpin()
    {
        var version = (await _site.GetAsync("/flags/api/versions"))[0].GetProperty("version").GetString();
        using var pin = await _site.PostAsync("/flags/api/rules/pin", JsonSerializer.Serialize(new { version, reason = "hold" }));
        var pinned = (await _site.GetAsync("/flags/api/summary")).GetProperty("pin").GetProperty("by").GetString();
        using var unpin = await _site.PostAsync("/flags/api/rules/unpin", """{ "reason": "go on" }""");
        using var unknown = await _site.PostAsync("/flags/api/rules/pin", """{ "reason": "x", "version": "no such" }""");

        Assert.That(pin.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(pinned, Is.EqualTo("ann"));
        Assert.That(await unpin.Content.ReadAsStringAsync(), Is.EqualTo("""{"changed":true}"""));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Document_IsPublished_Refused_AndTakenBack()
    {
        Assert.That(await PublishAsync(new { json = """{ "flags": { "stored": false } }""", expectedVersion = 1, reason = "off" }),
            Is.EqualTo("200 Published 2"));
        Assert.That(await PublishAsync(new { json = """{ "flags": { "stored": true } }""", expectedVersion = 1, reason = "on" }), Is.EqualTo("409 Conflict 2"));
        Assert.That(await PublishAsync(new { json = """{ "flags": { "stored": 7 } }""", expectedVersion = 2, reason = "bad" }), Is.EqualTo("422 Invalid 2"));
        Assert.That(await PublishAsync(new { toVersion = 1, expectedVersion = 2, reason = "back" }, "/revert"), Is.EqualTo("200 Published 3"));
        var document = await _site.GetAsync("/flags/api/documents/shop");
        var history = await _site.GetAsync("/flags/api/documents/shop/history");

        Assert.That(document.GetProperty("json").GetString(), Is.EqualTo(DashboardSiteOfTests.Stored));
        Assert.That(history.EnumerateArray().Select(line => line.GetProperty("reason").GetString()), Is.EqualTo(new[] { "back", "off", "first" }));
    }

    [Test]
    public async Task OperatorWhoIsNoPublisher_DoesNotPublish()
    {
        using var response = await _site.PostAsync(
            "/flags/api/documents/shop", """{ "json": "{}", "expectedVersion": 1, "reason": "x" }""", "ann-reader-operator");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static string BodyOf(string revision) => JsonSerializer.Serialize(new { reason = "looks good", expectedRevision = revision });

    private async Task<string> OperateAsync(string operation)
    {
        var body = JsonSerializer.Serialize(new { reason = "a test", expectedRevision = await _site.RevisionAsync() });
        using var response = await _site.PostAsync($"/flags/api/rollouts/checkout/{operation}", body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("phase", out var phase)
            ? $"{(int)response.StatusCode} {phase} {answer.GetProperty("stageName")}"
            : $"{(int)response.StatusCode} {answer}";
    }

    private async Task<string> PublishAsync(object body, string suffix = "")
    {
        using var response = await _site.PostAsync("/flags/api/documents/shop" + suffix, JsonSerializer.Serialize(body));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("outcome", out var outcome)
            ? $"{(int)response.StatusCode} {outcome} {answer.GetProperty("version")}" : $"{answer}";
    }
}
