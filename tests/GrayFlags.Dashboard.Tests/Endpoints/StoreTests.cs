using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>A store that hangs or fails: nobody waits for long, and all that the process knows by itself is shown.</summary>
public sealed class StoreTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);

    private const string Secret = "Host=db;Password=hunter2";
    private const string Publish = """{ "json": "{}", "expectedVersion": 1, "reason": "a test" }""";

    [Fault("O1")]
    [TestCase("fleet", false)]
    [TestCase("documents/shop", false)]
    [TestCase("documents/shop", true)]
    [TestCase("documents/shop?version=1", false)]
    [TestCase("documents/shop/history", false)]
    public async Task Read_OfAStoreThatHangs_IsAnsweredAfterTwoSeconds(string path, bool blocks)
    {
        var documents = new StubbornDocuments { Blocks = blocks };
        await using var site = await StartAsync(documents);
        var reading = site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader");
        await documents.Called.WaitAsync(Generous);
        site.Clock.Advance(TimeSpan.FromSeconds(2));
        using var response = await reading.WaitAsync(Generous);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        documents.End();

        Assert.That((response.StatusCode, answer.GetProperty("code").GetString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "store")));
        Assert.That(answer.GetProperty("message").GetString(), Does.Contain("2 seconds").And.Contain("store"));
    }

    [Fault("O1")]
    [TestCase("fleet")]
    [TestCase("documents/shop")]
    [TestCase("documents/shop?version=1")]
    [TestCase("documents/shop/history")]
    public async Task Read_OfAStoreThatFails_IsAnswered_WithoutItsSecrets(string path)
    {
        var documents = new StubbornDocuments();
        documents.Fail(new InvalidOperationException(Secret));
        await using var site = await StartAsync(documents);
        using var response = await site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader");
        using var again = await site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader");
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(text, Does.Contain("\"code\":\"store\"").And.Not.Contain("hunter2"));
        Assert.That(
            site.Log.Entries.Where(static entry => entry is { Category: "GrayFlags.Dashboard", Level: LogLevel.Warning }).ToList(),
            Has.Count.EqualTo(1), "pages ask every few seconds");
    }

    [Fault("O1")]
    [TestCase("session")]
    [TestCase("summary")]
    [TestCase("flags")]
    [TestCase("flags/plain")]
    [TestCase("rollouts")]
    [TestCase("rollouts/checkout/evidence")]
    [TestCase("versions")]
    [TestCase("providers")]
    [TestCase("documents")]
    [TestCase("audit")]
    public async Task WhatTheProcessKnows_IsShownBesideAStoreThatHangs(string path)
    {
        var documents = new StubbornDocuments();
        await using var site = await StartAsync(documents);
        using var response = await site.SendAsync(HttpMethod.Get, "/flags/api/" + path, "ann reader").WaitAsync(Generous);
        using var explained = await site.SendAsync(HttpMethod.Post, "/flags/api/flags/plain/explain", "ann reader", "{}").WaitAsync(Generous);
        documents.End();

        Assert.That((response.StatusCode, explained.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
    }

    [Fault("O2")]
    [TestCase("documents/shop", Publish, true)]
    [TestCase("documents/shop", Publish, false)]
    [TestCase("documents/shop/revert", """{ "toVersion": 1, "expectedVersion": 1, "reason": "a test" }""", false)]
    public async Task Write_OfAStoreThatHangs_MayHaveHappened(string path, string body, bool heedsTokens)
    {
        var documents = new StubbornDocuments { HeedsTokens = heedsTokens };
        await using var site = await StartAsync(documents);
        var writing = site.PostAsync("/flags/api/" + path, body);
        await documents.Called.WaitAsync(Generous);
        site.Clock.Advance(TimeSpan.FromSeconds(heedsTokens ? 10 : 11));
        using var response = await writing.WaitAsync(Generous);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That((response.StatusCode, answer.GetProperty("code").GetString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "store")));
        Assert.That(answer.GetProperty("mayHaveHappened").GetBoolean(), Is.True);
        Assert.That(AuditOf(site).Single(), Does.Contain("ann").And.Contain("a test").And.Contain("not known"));
        documents.End();
        if (!heedsTokens)
        {
            await EventuallyAsync(() => AuditOf(site).Last().Contains("It is done", StringComparison.Ordinal));
        }
    }

    [Test]
    public async Task Write_OfAStoreThatFails_MayHaveHappened_WithoutItsSecrets()
    {
        var documents = new StubbornDocuments();
        documents.Fail(new InvalidOperationException(Secret));
        await using var site = await StartAsync(documents);
        using var response = await site.PostAsync("/flags/api/documents/shop", Publish);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(text, Does.Contain("\"code\":\"store\"").And.Contain("\"mayHaveHappened\":true").And.Not.Contain("hunter2"));
        Assert.That(AuditOf(site).Single(), Does.Contain("not known").And.Not.Contain("hunter2"));
    }

    // A closed tab, or a proxy that has waited long enough.
    [Fault("O2")]
    [TestCase(false)]
    [TestCase(true)]
    public async Task Write_WhoseClientLeaves_GoesOn_AndLeavesItsLine(bool fails)
    {
        var documents = new StubbornDocuments { HeedsTokens = true };
        await using var site = await StartAsync(documents);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/flags/api/documents/shop");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer ann-reader-publisher");
        request.Content = new StringContent(Publish, System.Text.Encoding.UTF8, "application/json");
        var writing = site.Client.SendAsync(request, leaving.Token);
        await documents.Called.WaitAsync(Generous);
        await leaving.CancelAsync();
        if (fails)
        {
            documents.Fail(new OperationCanceledException("the driver's own"));
        }
        else
        {
            documents.End();
        }

        await EventuallyAsync(() => AuditOf(site).Any());
        await writing.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Generous); // nobody is there to read the answer
        Assert.That(AuditOf(site).Single(), Does.Contain("'publish' of 'shop'").And.Contain(fails ? "not known" : "It is done"));
    }

    [Test]
    public async Task RolloutWrite_OfAStoreThatHangs_IsAnswered()
    {
        var store = new HangingRolloutStore();
        await using var site = await DashboardSiteOfTests.StartAsync(rollouts: store);
        var revision = await site.RevisionAsync();
        store.Hang();
        var body = JsonSerializer.Serialize(new { reason = "a test", expectedRevision = revision });
        var operating = site.PostAsync("/flags/api/rollouts/checkout/promote", body);
        await store.Called.WaitAsync(Generous);
        site.Clock.Advance(TimeSpan.FromSeconds(15));
        using var response = await operating.WaitAsync(Generous);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("mayHaveHappened"));
    }

    private static Task<DashboardSiteOfTests> StartAsync(IGrayDocuments documents) =>
        DashboardSiteOfTests.StartAsync(services: services => services.AddSingleton(documents));

    // Time passes here, and the rollout takes its own steps.
    private static IEnumerable<string> AuditOf(DashboardSiteOfTests site) =>
        site.Audit.Where(static line => line.Contains("asked the dashboard", StringComparison.Ordinal));

    private static async Task EventuallyAsync(Func<bool> condition) =>
        Assert.That(await Task.Run(() => SpinWait.SpinUntil(condition, Generous)), Is.True);
}
