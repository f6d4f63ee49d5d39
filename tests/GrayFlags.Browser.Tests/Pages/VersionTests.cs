using System.Text;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>The changes that a version of a document has made: none of them may be hidden.</summary>
public sealed class VersionTests : BrowserFixture
{
    // Every object of JavaScript has these.
    [TestCase("constructor")]
    [TestCase("toString")]
    [TestCase("valueOf")]
    [TestCase("__proto__")]
    public async Task Flag_WhoseNameEveryObjectHas_IsOneAsAnyOther(string name)
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(site, "{ \"flags\": {} }", $$"""{ "flags": { "{{name}}": { "default": true } } }""");

        await Assertions.Expect(card.Locator("h4")).ToHaveTextAsync($"+ {name} added");
        await Assertions.Expect(card.Locator(".sides .added")).ToHaveTextAsync(["+ {", "+   \"default\": true", "+ }"]);
    }

    [Test]
    public async Task Values_ThatHaveChangedPlaces_AreMarkedOnBothSides()
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(
            site,
            """{ "flags": { "new-page": { "rules": { "staff": { "percentage": 10 }, "guests": { "percentage": 50 } } } } }""",
            """{ "flags": { "new-page": { "rules": { "staff": { "percentage": 50 }, "guests": { "percentage": 10 } } } } }""");

        await Assertions.Expect(card.Locator(".sides .removed")).ToHaveTextAsync(["−       \"percentage\": 10", "−       \"percentage\": 50"]);
        await Assertions.Expect(card.Locator(".sides .added")).ToHaveTextAsync(["+       \"percentage\": 50", "+       \"percentage\": 10"]);
    }

    // It decides nothing, and is a change of the text all the same.
    [Test]
    public async Task Order_OfRules_IsMarkedWhereItHasChanged()
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(
            site,
            """{ "flags": { "new-page": { "rules": { "staff": { "serve": true }, "guests": { "serve": false } } } } }""",
            """{ "flags": { "new-page": { "rules": { "guests": { "serve": false }, "staff": { "serve": true } } } } }""");

        await Assertions.Expect(card.Locator(".sides .removed")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(card.Locator(".sides .added")).Not.ToHaveCountAsync(0);
    }

    // Two texts that have nothing in common, as long as a list of users may be.
    [Fault("O5")]
    [Test]
    public async Task LongLists_AreCompared_InABoundedTime()
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(site, Segment("a"), Segment("b"));

        await Assertions.Expect(card.Locator("h4")).ToHaveTextAsync("~ segment many changed");
        Assert.That(await card.Locator(".sides .added").CountAsync(), Is.GreaterThanOrEqualTo(10_000));

        static string Segment(string prefix)
        {
            var users = string.Join("\", \"", Enumerable.Range(0, 10_000).Select(number => prefix + number));
            return $$"""{ "flags": {}, "segments": { "many": { "users": ["{{users}}"] } } }""";
        }
    }

    [Test]
    public async Task FieldsOfTheDocument_Count_TheKillSwitchToo()
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(
            site,
            """{ "description": "the first", "flags": { "new-page": true } }""",
            """{ "description": "the next", "flags": { "new-page": true, "old-page": true }, "Off": ["new-page"] }""");

        await Assertions.Expect(card.Locator("h4")).ToHaveTextAsync(["~ description changed", "+ off added", "+ old-page added"]);
        await Assertions.Expect(card.Locator(".sides").Nth(1)).ToContainTextAsync("new-page");
    }

    [Test]
    public async Task SameJson_InAnotherLayout_IsTheSame()
    {
        await using var site = await ShopSite.StartAsync();
        var card = await CompareAsync(site, """{ "flags": { "new-page": true } }""", """{"flags":{"new-page":true}}""");

        await Assertions.Expect(card).ToContainTextAsync("Both say the same.");
    }

    private async Task<ILocator> CompareAsync(ShopSite site, string before, string after)
    {
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(before), new DocumentChange("mei", "the one", 1));
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(after), new DocumentChange("mei", "the other", 2));
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/versions");
        await visitor.Page.Locator("#compare-shop-3").ClickAsync();
        await visitor.SeesAsync("Version 3 against version 2");
        return visitor.Page.Locator("table + .card");
    }
}
