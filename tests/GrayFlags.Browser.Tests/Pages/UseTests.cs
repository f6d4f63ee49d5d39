using System.Text.Json;
using GrayFlags.Browser.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>What people do on the pages beside operating: ask, search the audit, compare versions, choose a language.</summary>
public sealed class UseTests : PageFixture
{
    [Test]
    public async Task Question_IsInTheFragment_WhichALinkCarries_AndInNoAddressOfARequest()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        var addresses = new List<string>();
        visitor.Page.Request += (_, request) => addresses.Add(request.Url.Split('#')[0]);
        await visitor.GoAsync("#/flags/new-checkout");
        await visitor.Page.GetByLabel("User id").FillAsync("ana");
        await visitor.Page.GetByLabel("Region").FillAsync("CN-GD");
        await visitor.Page.GetByLabel("User id").PressAsync("Enter");
        await visitor.SeesAsync("✓ On for ana");
        var link = visitor.Page.Url;

        Assert.That(link, Does.EndWith("#/flags/new-checkout?user=ana&region=CN-GD"));
        Assert.That(addresses, Is.Not.Empty.And.None.Contain("ana&").And.None.Contain("CN-GD"));
        var colleague = await Visitor.ComeAsync(Browser, Site.Address, "ben reader");
        await colleague.Page.GotoAsync(link);
        await colleague.SeesAsync("✓ On for ana");
        await Assertions.Expect(colleague.Page.GetByLabel("Region")).ToHaveValueAsync("CN-GD");
        colleague.AssertNoObjections();
    }

    // An attribute that is no JSON is said, and asks nothing.
    [Test]
    public async Task Question_ThatIsNoJson_IsSaidToBeSo()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/flags/new-checkout?user=li&attributes=%7Bplan");

        await Assertions.Expect(visitor.Page.Locator("main .notice[role=alert]")).ToContainTextAsync("JSON");
    }

    [Test]
    public async Task Audit_IsFiltered_AndSavedAsItIsShown()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/audit");
        await visitor.Page.Locator("#audit-target").FillAsync("search");
        await visitor.Page.Locator("#audit-by").FillAsync("li");
        await Assertions.Expect(visitor.Page.Locator("main tbody tr")).ToHaveCountAsync(2);

        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Button("Download as NDJSON").ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        var lines = (await reader.ReadToEndAsync()).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines.Select(line => line.GetProperty("by").GetString()), Is.All.EqualTo("li"));
        Assert.That(lines[0].GetProperty("reason").GetString(), Is.EqualTo("results in the wrong language"));
        visitor.AssertNoObjections();
    }

    [Test]
    public async Task Versions_OfADocument_StandSideBySide()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/versions");
        await visitor.Button("What changed").ClickAsync();
        await visitor.SeesAsync("Version 2 against version 1");

        Assert.That(await visitor.Page.Locator(".card h4").AllInnerTextsAsync(), Is.EqualTo(new[]
        {
            "~ returns-by-drone changed", "+ wish-list added", "~ segment gold changed",
        }));
        Assert.That(await visitor.Page.Locator(".sides .removed").AllInnerTextsAsync(), Is.EqualTo(new[] { "−   \"default\": false\n" }));
    }

    // The browser's language, not the server's; and the one that was chosen outlives a reload.
    [Test]
    public async Task Language_AndTheme_AreChosen_AndKept()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, language: "zh-TW");
        await visitor.SeesAsync("需要人工处理");
        await visitor.Page.Locator("#language").SelectOptionAsync("en");
        await visitor.SeesAsync("Needs a person");
        await visitor.Page.Locator("#theme").SelectOptionAsync("dark");
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("Needs a person");

        Assert.That(await visitor.Page.EvaluateAsync<string>("document.documentElement.lang"), Is.EqualTo("en"));
        Assert.That(await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"), Is.EqualTo("rgb(15, 20, 25)"));
        Assert.That(await visitor.Page.TitleAsync(), Is.EqualTo("Overview · GrayFlags"));
        visitor.AssertNoObjections();
    }
}
