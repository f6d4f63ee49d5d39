using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>Two versions side by side, and a draft before it is published.</summary>
public sealed class DraftTests
{
    private DashboardSiteOfTests _site = null!;

    [SetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    [Test]
    public async Task Diff_IsByFlagAndField_ThenText()
    {
        var first = _site.LiveVersion;
        await PublishAsync("""{ "flags": { "stored": { "owner": "shop", "default": true }, "new": false } }""");
        var diff = await _site.GetAsync($"/flags/api/versions/{first}/diff/{_site.LiveVersion}");
        var changes = diff.GetProperty("changes").EnumerateArray().Select(static change => change.ToString()).ToList();

        Assert.That((diff.GetProperty("from").GetString(), diff.GetProperty("to").GetString()), Is.EqualTo((first, _site.LiveVersion)));
        Assert.That(changes, Is.EqualTo(new[]
        {
            """{"kind":"flag","name":"stored","what":"changed","fields":[{"path":"","before":true,"after":{"owner":"shop","default":true}}]}""",
            """{"kind":"flag","name":"new","what":"added","fields":[{"path":"","after":false}]}""",
        }));
        Assert.That(diff.GetProperty("before").GetString(), Does.Contain("\"stored\": true"));
        Assert.That(diff.GetProperty("after").GetString(), Does.Contain("\"owner\": \"shop\""));
    }

    // Thirty megabytes for a page that shows the first hundred.
    [Fault("O5")]
    [Test]
    public async Task Diff_OfManyChanges_IsBounded_AndSaysSo()
    {
        var first = _site.LiveVersion;
        var flags = Enumerable.Range(0, 3_000).ToDictionary(
            static number => $"f{number}", static _ => new { @default = false, description = new string('x', 450) });
        await PublishAsync(JsonSerializer.Serialize(new { flags }));
        var diff = await _site.GetAsync($"/flags/api/versions/{first}/diff/{_site.LiveVersion}");
        var again = await _site.GetAsync($"/flags/api/versions/{first}/diff/{_site.LiveVersion}");
        var shown = diff.GetProperty("changes").GetArrayLength();

        Assert.That(shown, Is.InRange(1_000, 2_000));
        Assert.That(shown + diff.GetProperty("moreChanges").GetInt32(), Is.EqualTo(3_001));
        Assert.That(diff.GetProperty("isCut").GetBoolean(), Is.True);
        Assert.That(diff.GetProperty("after").GetString()!, Has.Length.InRange(900_000, 1_000_000).And.EndsWith("\n"));
        Assert.That(again.GetRawText(), Is.EqualTo(diff.GetRawText()));
    }

    [Fault("O5")]
    [Test]
    public async Task Check_OfManyChanges_IsBounded_AndSaysSo()
    {
        var flags = Enumerable.Range(0, 2_500).ToDictionary(static number => $"f{number}", static _ => false);
        var check = await CheckAsync(JsonSerializer.Serialize(new { flags }));

        Assert.That(check.GetProperty("changes").GetArrayLength(), Is.EqualTo(2_000));
        Assert.That(check.GetProperty("moreChanges").GetInt32(), Is.EqualTo(501), "the flag that is gone, too");
    }

    [Test]
    public async Task Diff_OfAVersionThatIsGone_IsNotThere()
    {
        using var response = await _site.SendAsync(HttpMethod.Get, $"/flags/api/versions/{_site.LiveVersion}/diff/nothing", "ann reader");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Check_TellsProblems_WithTheirLines()
    {
        var form = await CheckAsync("{ \"flags\": {\n \"stored\": { \"ruls\": { } } } }");
        var references = await CheckAsync("{ \"flags\": {\n \"stored\": { \"rules\": { \"r\": { \"segments\": [\"nobody\"] } } } } }");

        Assert.That(form.GetProperty("problems")[0].GetProperty("line").GetInt32(), Is.EqualTo(2));
        Assert.That(references.GetProperty("problems")[0].GetProperty("path").GetString(), Is.EqualTo("flags.stored.rules.r.segments"));
        Assert.That(references.TryGetProperty("subjects", out _), Is.False);
    }

    // Beside the other source of the app, whose flags stay.
    [Test]
    public async Task Check_TellsChanges_AndWhoFlips_OfMadeUpUsers()
    {
        var check = await CheckAsync("""{ "flags": { "stored": { "rules": { "half": { "regions": ["CN"], "percentage": 50 } } } } }""");
        var flips = check.GetProperty("flips").EnumerateArray().ToList();
        Assert.That(flips, Has.Count.EqualTo(1), check.ToString());
        var flip = flips[0];

        Assert.That(check.GetProperty("subjects").ToString(), Is.EqualTo("""{"kind":"madeUp","count":10000}"""));
        Assert.That(check.GetProperty("changes").EnumerateArray().Single().GetProperty("name").GetString(), Is.EqualTo("stored"));
        Assert.That(flip.GetProperty("flag").GetString(), Is.EqualTo("stored"));
        Assert.That(flip.GetProperty("share").GetDouble(), Is.InRange(0.73, 0.77), "all but half of those in one of two regions");
        Assert.That(flip.GetProperty("off").GetInt32(), Is.EqualTo((int)Math.Round(flip.GetProperty("share").GetDouble() * 10_000)));
    }

    [Test]
    public async Task Check_AsksRecentContexts_WhereTheAppKeepsThem_AndShowsThemNowhere()
    {
        await using var site = await DashboardSiteOfTests.StartAsync(static options =>
        {
            DashboardSiteOfTests.Open(options);
            options.KeepRecentContexts = true;
        });
        var flags = site.Services.GetRequiredService<IGrayEvaluator>();
        foreach (var user in new[] { "secret-ann", "secret-bob", "secret-eve" })
        {
            flags.IsEnabled("stored", new GrayContext(user));
        }

        const string draft = """{ "flags": { "stored": { "rules": { "r": { "users": ["secret-bob"] } } } } }""";
        using var response = await site.PostAsync("/flags/api/documents/shop/check", JsonSerializer.Serialize(new { json = draft }));
        var text = await response.Content.ReadAsStringAsync();
        var check = JsonDocument.Parse(text).RootElement;

        Assert.That(check.GetProperty("subjects").ToString(), Is.EqualTo("""{"kind":"recent","count":3}"""));
        Assert.That(check.GetProperty("flips")[0].GetProperty("off").GetInt32(), Is.EqualTo(2));
        Assert.That(text, Does.Not.Contain("secret-ann").And.Not.Contain("secret-eve"));
        Assert.That(site.Log.Entries.Select(static entry => entry.Message), Has.None.Contains("secret-ann"));
    }

    [Test]
    public async Task Check_ChangesNothing_AndLeavesNoLine()
    {
        var (version, lines) = (_site.LiveVersion, _site.Audit.Count());
        await CheckAsync("""{ "flags": { } }""");

        Assert.That((_site.LiveVersion, _site.Audit.Count()), Is.EqualTo((version, lines)));
    }

    [TestCase("ann-reader-operator", "shop", """{ "json": "{}" }""", HttpStatusCode.Forbidden)]
    [TestCase("ann-reader-publisher", "other", """{ "json": "{}" }""", HttpStatusCode.NotFound)]
    [TestCase("ann-reader-publisher", "shop", """{ }""", HttpStatusCode.BadRequest)]
    public async Task Check_Refused(string token, string name, string body, HttpStatusCode status)
    {
        using var response = await _site.PostAsync($"/flags/api/documents/{name}/check", body, token);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    private async Task<JsonElement> CheckAsync(string draft)
    {
        using var response = await _site.PostAsync("/flags/api/documents/shop/check", JsonSerializer.Serialize(new { json = draft }));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task PublishAsync(string json)
    {
        var before = _site.LiveVersion;
        using var response = await _site.PostAsync("/flags/api/documents/shop", JsonSerializer.Serialize(new { reason = "x", expectedVersion = 1, json }));
        response.EnsureSuccessStatusCode();

        // It is read on a thread of the pool, when time passes.
        Assert.That(
            SpinWait.SpinUntil(
                () =>
                {
                    _site.Clock.Advance(TimeSpan.FromSeconds(1));
                    return _site.LiveVersion != before;
                },
                TimeSpan.FromSeconds(30)),
            Is.True);
    }
}
