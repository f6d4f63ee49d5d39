using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GrayFlags.Browser.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 3, 4 and 7: OpenFeature's clients for pages, in a real browser.</summary>
public sealed class WebClientTests : BrowserFixture
{
    private const string Canary = "unreleased";

    private const string Tier = """
        { "flags": { "tier": { "clientSide": true, "variants": { "p": { "value": "pro" }, "f": { "value": "free" } },
            "rules": { "r": { "when": { "plan": "pro" }, "serve": "p" } }, "default": "f" } } }
        """;

    [Test]
    public async Task Page_OfReact_ShowsTheFirstAnswer_AndEachChangeWhileItIsOpen()
    {
        await using var site = await WebSite.StartAsync(Colour("blue"));
        var page = await StartAsync(site.Address + "/page", "", new { });
        await page.EvaluateAsync("clients.render('colour')");
        await page.WaitForFunctionAsync("document.getElementById('shown')?.textContent === '#blue'");
        await ConnectedAsync(site, "/ofrep/v1/events");
        var slowest = TimeSpan.Zero;
        foreach (var colour in new[] { "red", "green", "red" })
        {
            var began = Stopwatch.GetTimestamp();
            site.Site.Rules.SetJson(Colour(colour));
            await page.WaitForFunctionAsync($"document.getElementById('shown').textContent === '#{colour}'");
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(began).Ticks));
        }

        // A figure to look at, and no assertion: 2 seconds of it are the random delay.
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest of 3 changes: {slowest.TotalMilliseconds:0} ms"));
        Assert.That(await page.EvaluateAsync<string[]>("clients.events"), Does.Contain("PROVIDER_CONFIGURATION_CHANGED").And.Not.Contain("PROVIDER_ERROR"));
        Assert.That(site.Answers.Count(answer => answer.EndsWith("/events", StringComparison.Ordinal)), Is.EqualTo(1), "one stream, which stays");
    }

    // The client keeps its entity tag as long as the targeting key stays, and sends it with another context.
    [Test]
    public async Task Context_ThatChanges_NeverShowsTheAnswersOfTheOldOne()
    {
        await using var site = await WebSite.StartAsync(Tier);
        var page = await StartAsync(site.Address + "/page", "", new { targetingKey = "u", plan = "pro" }, new { cacheMode = "network-first" });
        for (var turn = 0; turn < 5; turn++)
        {
            Assert.That(await page.EvaluateAsync<string>("clients.text('tier')"), Is.EqualTo("pro"));
            await page.EvaluateAsync("clients.setContext({ targetingKey: 'u', plan: 'free' })");
            Assert.That(await page.EvaluateAsync<string>("clients.text('tier')"), Is.EqualTo("free"));
            await page.EvaluateAsync("clients.setContext({ targetingKey: 'u', plan: 'pro' })");
        }

        Assert.That(site.Answers, Has.None.StartsWith("304"));
    }

    // As the client is by default, what it kept for the same targeting key comes first: of the old context, and for as long as its question takes.
    [Test]
    public async Task Context_ThatChanges_WithTheClientsOwnStore_IsRightInAMoment()
    {
        await using var site = await WebSite.StartAsync(Tier);
        var page = await StartAsync(site.Address + "/page", "", new { targetingKey = "u", plan = "pro" });
        for (var turn = 0; turn < 3; turn++)
        {
            await page.EvaluateAsync("clients.setContext({ targetingKey: 'u', plan: 'free' })");
            await page.WaitForFunctionAsync("clients.text('tier') === 'free'");
            await page.EvaluateAsync("clients.setContext({ targetingKey: 'u', plan: 'pro' })");
            await page.WaitForFunctionAsync("clients.text('tier') === 'pro'");
        }
    }

    [Test]
    public async Task Tab_ThatIsShownAgain_AsksAndFindsNothingNew()
    {
        await using var site = await WebSite.StartAsync(Colour("blue"));
        var page = await StartAsync(site.Address + "/page", "", new { targetingKey = "u" });
        await ConnectedAsync(site, "/ofrep/v1/events");
        await page.EvaluateAsync("clients.setVisible(false)");
        await page.EvaluateAsync("clients.setVisible(true)");
        await UntilAsync(() => site.Answers.Contains("304 /ofrep/v1/evaluate/flags"));

        Assert.That(await page.EvaluateAsync<string>("clients.text('colour')"), Is.EqualTo("#blue"));

        await page.EvaluateAsync("clients.setVisible(false)");
        site.Site.Rules.SetJson(Colour("red"));
        await page.EvaluateAsync("clients.setVisible(true)");
        await page.WaitForFunctionAsync("clients.text('colour') === '#red'");
    }

    [Test]
    public async Task Page_BelowAPathBase_Connects()
    {
        await using var site = await WebSite.StartAsync(Colour("blue"));
        var page = await StartAsync(site.Address + "/shop/page", "/shop", new { });
        await ConnectedAsync(site, "/shop/ofrep/v1/events");
        site.Site.Rules.SetJson(Colour("red"));

        await page.WaitForFunctionAsync("clients.text('colour') === '#red'");
    }

    [Test]
    public async Task Page_BehindAProxyThatStripsAPrefix_Connects()
    {
        await using var site = await WebSite.StartAsync(Colour("blue"));
        await using var proxy = await StrippingProxy.StartAsync(site.Address, "/edge");
        var page = await StartAsync(proxy.Address + "/edge/page", "/edge", new { });
        await ConnectedAsync(site, "/edge/ofrep/v1/events");
        site.Site.Rules.SetJson(Colour("red"));

        await page.WaitForFunctionAsync("clients.text('colour') === '#red'");
    }

    [Test]
    public async Task Flag_WithoutAValueForThisUser_IsTheDefaultOfTheCode()
    {
        await using var site = await WebSite.StartAsync(Colour("false"));
        var page = await StartAsync(site.Address + "/page", "", new { });

        var details = await page.EvaluateAsync<JsonElement>("clients.details('colour', 'code')");
        var missing = await page.EvaluateAsync<JsonElement>("clients.details('nowhere', 'code')");

        Assert.That(details.GetProperty("value").GetString(), Is.EqualTo("code"));
        Assert.That(details.TryGetProperty("errorCode", out _), Is.False);
        Assert.That(missing.GetProperty("errorCode").GetString(), Is.EqualTo("FLAG_NOT_FOUND"));
    }

    // Everything that the browser is sent: bodies, headers and the stream, which Chromium shows event by event.
    [Test]
    public async Task Session_OfAnAnonymousVisitor_HoldsNoNameOfAFlagThatIsNotShown()
    {
        await using var site = await WebSite.StartAsync(Hundred(isOn: false));
        var page = await Browser.OpenAsync("about:blank");
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        var seen = new StringBuilder();
        network.Event("Network.eventSourceMessageReceived").OnEvent += (_, message) => seen.AppendLine(message?.ToString());
        var isOver = false;
        page.Response += async (_, response) =>
        {
            var headers = string.Join('\n', response.Headers.Select(header => $"{header.Key}: {header.Value}"));
            var body = "";
            try
            {
                body = response.Url.EndsWith("/events", StringComparison.Ordinal) || response.Status is 304 ? "" : await response.TextAsync();
            }
            catch (PlaywrightException) when (Volatile.Read(ref isOver))
            {
                // The page is closed after the test.
            }

            lock (seen)
            {
                seen.AppendLine(response.Url).AppendLine(headers).AppendLine(body);
            }
        };
        await page.GotoAsync(site.Address + "/page");
        await page.EvaluateAsync("clients.start('', {})");
        await ConnectedAsync(site, "/ofrep/v1/events");
        site.Site.Rules.SetJson(Hundred(isOn: true));
        await page.WaitForFunctionAsync("clients.events.includes('PROVIDER_CONFIGURATION_CHANGED')");
        foreach (var bad in new[] { "{", "[]", "{\"context\":3}" })
        {
            await page.EvaluateAsync("body => fetch('/ofrep/v1/evaluate/flags/x', { method: 'POST', body }).then(answer => answer.text())", bad);
        }

        var stored = await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage }) + document.cookie");
        await UntilAsync(() => Text(seen).Contains("INVALID_CONTEXT", StringComparison.Ordinal));
        var text = Text(seen) + stored;
        Volatile.Write(ref isOver, true);

        Assert.That(text, Does.Contain("shown-1").And.Contain("shown-5").And.Contain("refetchEvaluation"), "there is something to look at");
        Assert.That(text, Does.Not.Contain(Canary).IgnoreCase);
    }

    private async Task<IPage> StartAsync(string address, string path, object context, object? options = null)
    {
        var page = await Browser.OpenAsync(address);
        await page.EvaluateAsync("([path, context, options]) => clients.start(path, context, options)", new[] { path, context, options ?? new { } });
        return page;
    }

    private static Task ConnectedAsync(WebSite site, string path) => UntilAsync(() => site.Answers.Contains("200 " + path));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var left = 3_000; !isSo(); left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }
    }

    private static string Text(StringBuilder seen)
    {
        lock (seen)
        {
            return seen.ToString();
        }
    }

    private static string Colour(string name) => $$"""
        { "flags": { "colour": { "clientSide": true,
            "variants": { "blue": { "value": "#blue" }, "red": { "value": "#red" }, "green": { "value": "#green" } },
            "default": {{(name == "false" ? name : $"\"{name}\"")}} } } }
        """;

    private static string Hundred(bool isOn)
    {
        var hidden = Enumerable.Range(1, 95).ToDictionary(number => $"{Canary}-{number:00}", _ => (object)new { @default = isOn, owner = $"{Canary}-team" });
        foreach (var number in Enumerable.Range(1, 5))
        {
            hidden[$"shown-{number}"] = new { clientSide = true, rules = new { r = new { requires = new[] { $"{Canary}-0{number}" } } } };
        }

        return JsonSerializer.Serialize(new { flags = hidden });
    }
}
