using System.Net;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The kill switch of a name that no flag has: allowed, since the flag may come later, and seen, since the name may be a misspelt one.</summary>
public sealed class SwitchTests
{
    private DashboardSiteOfTests _site = null!;

    [SetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    [TestCase("plain", """{"changed":true}""")]
    [TestCase("PLAIN", """{"changed":true}""")]
    [TestCase("plan", """{"changed":true,"isUnknownFlag":true}""")]
    public async Task Off_SaysThatNoFlagHasTheName(string flag, string answer) => Assert.That(await PostAsync($"flags/{flag}/off"), Is.EqualTo(answer));

    [Test]
    public async Task Summary_HasTheNamesThatAreOffWithoutAFlag_AndTheyAreTurnedOnAgain()
    {
        await PostAsync("flags/plain/off");
        await PostAsync("flags/plan/off");
        var before = await NamesAsync();
        var answer = await PostAsync("flags/plan/on");

        Assert.That(before, Is.EqualTo(new[] { "plan" }));
        Assert.That(answer, Is.EqualTo("""{"changed":true,"isUnknownFlag":true}"""));
        Assert.That(await NamesAsync(), Is.Empty);
    }

    // A line that says "done" of what was never there leads whoever reads the audit astray.
    [Test]
    public async Task WhatChangesNothing_IsNotDone_InTheAudit()
    {
        await PostAsync("flags/plain/on");
        await PostAsync("rules/unpin");
        using var accept = await _site.PostAsync("/flags/api/rules/accept", """{ "reason": "a test", "provider": "nothing" }""");

        Assert.That(accept.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(_site.Audit.Where(static line => line.Contains("asked the dashboard", StringComparison.Ordinal)),
            Has.Exactly(2).Items.And.All.EndsWith("There was nothing to do."));
        Assert.That((await _site.GetAsync("/flags/api/audit")).GetArrayLength(), Is.Zero);
    }

    private async Task<string?[]> NamesAsync() =>
        [.. (await _site.GetAsync("/flags/api/summary")).GetProperty("turnedOffWithoutFlag").EnumerateArray().Select(static name => name.GetString())];

    private async Task<string> PostAsync(string path)
    {
        using var response = await _site.PostAsync("/flags/api/" + path, JsonSerializer.Serialize(new { reason = "a test" }));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
