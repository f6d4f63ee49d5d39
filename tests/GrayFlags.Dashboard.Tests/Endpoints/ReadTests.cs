using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The content of the API's answers.</summary>
public sealed class ReadTests
{
    private DashboardSiteOfTests _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    [Test]
    public async Task Summary_SaysWhatServes()
    {
        var summary = await _site.GetAsync("/flags/api/summary");

        Assert.That(summary.GetProperty("instance").GetString(), Is.EqualTo("web-1"));
        Assert.That(summary.GetProperty("state").GetString(), Is.EqualTo("Ready"));
        Assert.That(summary.GetProperty("flags").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task Flag_IsADocumentOfItsOwn()
    {
        var flag = await _site.GetAsync("/flags/api/flags/PLAIN");
        var read = FlagDocument.Parse(flag.GetProperty("json").GetString()!);

        Assert.That(read.Flags.Keys, Is.EqualTo(new[] { "plain" }));
        Assert.That(read.Flags["plain"].Owner, Is.EqualTo("shop"));
    }

    [Test]
    public async Task Rollouts_SayInNumbersWhatTheyWaitFor()
    {
        var row = (await _site.GetAsync("/flags/api/rollouts"))[0];

        Assert.That(row.GetProperty("remaining").GetProperty("samplesWanted").GetInt64(), Is.Not.Negative);
        Assert.That(row.GetProperty("reason").GetString(), Is.Not.Null);
    }

    [TestCase("", "checkout plain stored")]
    [TestCase("?query=CHECK", "checkout")]
    [TestCase("?query=shop", "plain")]
    [TestCase("?tag=ui", "plain")]
    [TestCase("?state=rollout", "checkout")]
    [TestCase("?state=on", "stored")]
    [TestCase("?state=killed", "")]
    [TestCase("?skip=1&take=1", "plain")]
    public async Task Flags_AreFound(string query, string names)
    {
        var list = await _site.GetAsync("/flags/api/flags" + query);

        Assert.That(string.Join(' ', list.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("name").GetString())), Is.EqualTo(names));
    }

    [TestCase("""{ "userId": "ann" }""", true)]
    [TestCase("""{ "userId": "bob", "attributes": { "age": 7, "tags": ["a"], "x": true, "none": null } }""", false)]
    [TestCase("""{ "userId": "ann", "at": "2020-01-01T00:00:00Z" }""", true)]
    public async Task Explain_AnswersForWhoeverIsAsked_AndIsNotLogged(string question, bool enabled)
    {
        using var response = await _site.SendAsync(HttpMethod.Post, "/flags/api/flags/plain/explain", "ann reader", question);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.GetProperty("enabled").GetBoolean(), Is.EqualTo(enabled));
        Assert.That(answer.GetProperty("rules")[0].GetProperty("conditions")[0].GetProperty("holds").GetBoolean(), Is.EqualTo(enabled));
        Assert.That(_site.Log.Entries.Select(entry => entry.Message), Has.None.Contains("bob"));
    }

    // In JSON no character of markup is itself, so that no browser could take an answer for a page.
    [Test]
    public async Task Markup_IsData()
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/flags/api/flags/plain", "ann reader");
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(text, Does.Not.Contain("<"));
        Assert.That(JsonDocument.Parse(text).RootElement.GetProperty("flag").GetProperty("description").GetString(), Is.EqualTo(DashboardSiteOfTests.Markup));
    }

    [TestCase("flags/nothing")]
    [TestCase("rollouts/plain")]
    [TestCase("rollouts/nothing/evidence")]
    [TestCase("documents/nothing")]
    [TestCase("documents/shop?version=99")]
    public async Task WhatIsNotThere_IsNotFound(string path)
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Rollout_SaysWhatItWaitsFor_AndWhatMayBeDone()
    {
        var rollout = await _site.GetAsync("/flags/api/rollouts/CHECKOUT");

        Assert.That(rollout.GetProperty("stages").EnumerateArray().Select(stage => stage.GetString()), Is.EqualTo(new[] { "canary", "half", "all" }));
        Assert.That(rollout.GetProperty("operations").EnumerateArray().Select(operation => operation.GetString()), Does.Contain("rollback"));
    }

    [Test]
    public async Task Fleet_ListsTheNodesOfADocument()
    {
        var fleet = await _site.GetAsync("/flags/api/fleet");

        Assert.That(fleet.GetProperty("documents")[0].GetProperty("name").GetString(), Is.EqualTo("shop"));
    }

    [Test]
    public async Task Events_SayThatSomethingHasChanged_AndTooManyAreTurnedAway()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(o =>
            (o.AllowAnonymousRead, o.OperatePolicy, o.MaxEventStreams) = (true, "flags.operate", 1));
        using var response = await site.Client.GetAsync(new Uri("/flags/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await lines.ReadLineAsync();
        using var second = await site.SendAsync(HttpMethod.Get, "/flags/api/events");
        using var rollback = await site.PostAsync("/flags/api/rollouts/checkout/rollback", """{ "reason": "x" }""");
        string? line;
        do
        {
            line = await lines.ReadLineAsync();
        }
        while (line?.Contains("\"rollout\"", StringComparison.Ordinal) == false);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(first, Does.StartWith("data: {\"kind\":\"rules\""));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(line, Does.Contain("\"name\":\"checkout\""));
    }
}
