using System.Text;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>A draft of a document of the store: checked while it is written, and published for a reason.</summary>
public sealed class EditorTests : BrowserFixture
{
    [Test]
    public async Task Draft_IsChecked_ShowsWhoFlips_AndIsPublished()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await OpenAsync(site);
        var text = visitor.Page.Locator("#draft-text");
        await Assertions.Expect(text).ToHaveValueAsync(ShopRules.Stored);
        await Assertions.Expect(visitor.Page.Locator("#draft-state")).ToHaveTextAsync("✓ It changes nothing.");
        await Assertions.Expect(visitor.Button("Publish")).ToBeDisabledAsync();

        await text.FillAsync(ShopRules.Stored.Replace("\"default\": false", "\"default\": \"maybe\"", StringComparison.Ordinal));
        await Assertions.Expect(visitor.Page.Locator("#draft-state")).ToHaveTextAsync("✗ It would be refused: 1 problem.");
        await Assertions.Expect(visitor.Page.Locator("section:has(#draft) code")).ToContainTextAsync("returns-by-drone");
        await Assertions.Expect(visitor.Button("Publish")).ToBeDisabledAsync();
        await visitor.Page.Locator("section:has(#draft) td button").ClickAsync();
        Assert.That(
            await text.EvaluateAsync<string>("text => text.value.slice(text.selectionStart, text.selectionEnd)"),
            Does.Contain("returns-by-drone").And.Contain("maybe"));

        var half = ShopRules.Stored.Replace("\"default\": false", "\"rules\": { \"half\": { \"percentage\": 50 } }", StringComparison.Ordinal);
        await text.FillAsync(half);
        await Assertions.Expect(visitor.Page.Locator("#draft-state")).ToHaveTextAsync("✓ It would be accepted.");
        await visitor.SeesAsync("among 10,000 made-up users");
        await visitor.Button("Publish").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("dialog table")).ToContainTextAsync("returns-by-drone");
        await visitor.ConfirmAsync("half of them by drone");
        await visitor.SeesAsync("half of them by drone");

        var stored = (await site.Documents.GetAsync("shop"))!;
        Assert.That((stored.Version, stored.By, Encoding.UTF8.GetString(stored.Utf8Json.Span)), Is.EqualTo((2L, "ann", half)));
        Assert.That(await text.CountAsync(), Is.Zero);
        visitor.AssertNoObjections();
    }

    // What is drawn meanwhile takes nothing away from under the writer's hands, nor does another page.
    [Test]
    public async Task Draft_StaysUnderTheWritersHands_AndIsRefusedWhenItIsOld()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await OpenAsync(site);
        var text = visitor.Page.Locator("#draft-text");
        await text.PressAsync("Control+End");
        await visitor.Page.Keyboard.TypeAsync(" ");
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(ShopRules.StoredNext), new DocumentChange("mei", "faster than ann", 1));
        site.Pass(TimeSpan.FromSeconds(30));
        await visitor.SeesAsync("faster than ann");
        await visitor.Page.Keyboard.TypeAsync("\n");
        await Assertions.Expect(text).ToHaveValueAsync(ShopRules.Stored + " \n");
        await visitor.GoAsync("#/audit");
        await visitor.GoAsync("#/versions");
        await Assertions.Expect(text).ToHaveValueAsync(ShopRules.Stored + " \n");

        await visitor.Button("Publish").ClickAsync();
        await visitor.ConfirmAsync("too late");
        await Assertions.Expect(visitor.Page.Locator("dialog [role=alert]")).ToContainTextAsync("Another version has been published meanwhile.");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.Button("Discard the draft").ClickAsync();
        await visitor.Button("Discard your changes?").ClickAsync();
        await Assertions.Expect(text).ToHaveCountAsync(0);
        Assert.That((await site.Documents.GetAsync("shop"))!.Reason, Is.EqualTo("faster than ann"));
    }

    // A click that came too fast answers no question.
    [Test]
    public async Task Draft_ThatHasChanged_IsDiscardedAfterAQuestion_AndOneThatHasNot_WithoutOne()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await OpenAsync(site);
        var text = visitor.Page.Locator("#draft-text");
        await text.FillAsync("written in an hour");
        await visitor.Page.Locator("#draft-cancel").DblClickAsync();
        await Assertions.Expect(visitor.Button("Discard your changes?")).ToBeFocusedAsync();
        await text.PressAsync("End");
        await text.PressAsync("!");
        await Assertions.Expect(visitor.Button("Discard your changes?")).ToBeHiddenAsync();
        await Assertions.Expect(text).ToHaveValueAsync("written in an hour!");
        await visitor.Button("Discard the draft").ClickAsync();
        await visitor.Button("Discard your changes?").ClickAsync();
        await Assertions.Expect(text).ToHaveCountAsync(0);

        await visitor.Button("Edit").ClickAsync();
        await Assertions.Expect(text).ToHaveValueAsync(ShopRules.Stored);
        await visitor.Button("Discard the draft").ClickAsync();
        await Assertions.Expect(text).ToHaveCountAsync(0);
    }

    // A field of a page has line feeds only.
    [Test]
    public async Task Draft_OfWhatHasCarriageReturns_HasNotChanged_BeforeSomebodyWrites()
    {
        await using var site = await ShopSite.StartAsync();
        var json = ShopRules.Stored.Replace("\n", "\r\n", StringComparison.Ordinal);
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(json), new DocumentChange("mei", "from another system", 1));
        var visitor = await OpenAsync(site);
        await Assertions.Expect(visitor.Page.Locator("#draft-state")).ToHaveTextAsync("✓ It changes nothing.");
        await Assertions.Expect(visitor.Button("Publish")).ToBeDisabledAsync();

        await visitor.Page.Locator("#draft-text").PressAsync("Control+End");
        await visitor.Page.Keyboard.TypeAsync(" ");
        await Assertions.Expect(visitor.Button("Publish")).ToBeEnabledAsync();
    }

    [Fault("O3")]
    [Test]
    public async Task Draft_OfAnOldVersion_SaysSo_AndGoesOnFromTheNewest()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await OpenAsync(site);
        var text = visitor.Page.Locator("#draft-text");
        var notice = visitor.Page.GetByText("A newer version has been published.");
        await Assertions.Expect(notice).ToBeHiddenAsync();
        var mine = ShopRules.Stored.Replace("parcels fly back", "parcels fly home", StringComparison.Ordinal);
        await text.FillAsync(mine);
        await Assertions.Expect(visitor.Button("Publish")).ToBeEnabledAsync();
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(ShopRules.StoredNext), new DocumentChange("mei", "faster than ann", 1));
        site.Pass(TimeSpan.FromSeconds(30));
        await Assertions.Expect(notice).ToBeVisibleAsync();

        // A history that cannot be read for once takes back nothing that was known. Nothing is an answer, and no objection in the console.
        await visitor.Page.RouteAsync("**/documents/shop/history*", static route => route.FulfillAsync(new() { Body = "null" }));
        await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.EvaluateAsync("dispatchEvent(new HashChangeEvent('hashchange'))"),
            static response => response.Url.EndsWith("/history", StringComparison.Ordinal));
        await visitor.DrawnAsync("#/versions");
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await visitor.Page.UnrouteAllAsync();

        await visitor.Button("Go on from it, with this text").ClickAsync();
        await Assertions.Expect(notice).ToBeHiddenAsync();
        await Assertions.Expect(visitor.Page.Locator("#draft")).ToHaveTextAsync("Draft of shop, from version 2");
        await Assertions.Expect(text).ToHaveValueAsync(mine);
        await visitor.Button("Publish").ClickAsync();
        await visitor.ConfirmAsync("upon what mei has done");
        await visitor.SeesAsync("upon what mei has done");
        var stored = (await site.Documents.GetAsync("shop"))!;
        Assert.That((stored.Version, Encoding.UTF8.GetString(stored.Utf8Json.Span)), Is.EqualTo((3L, mine)));
        visitor.AssertNoObjections();
    }

    // Nothing is lost of a draft that nobody has touched: it becomes one of the newest.
    [Test]
    public async Task Draft_ThatNobodyHasTouched_TakesTheNewestText()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await OpenAsync(site);
        await site.Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(ShopRules.StoredNext), new DocumentChange("mei", "faster than ann", 1));
        site.Pass(TimeSpan.FromSeconds(30));
        await visitor.Button("Go on from it, with this text").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#draft-text")).ToHaveValueAsync(ShopRules.StoredNext);
        await Assertions.Expect(visitor.Button("Publish")).ToBeDisabledAsync();
    }

    [Test]
    public async Task Check_ThatOthersKeepWaiting_IsAskedAgain()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.Clock.InstallAsync();
        await visitor.Page.ReloadAsync();
        var isBusy = true;
        await visitor.Page.RouteAsync("**/documents/shop/check", route => isBusy
            ? route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = """{ "code": "busy", "message": "Others are first." }""" })
            : route.ContinueAsync());
        await visitor.GoAsync("#/versions");
        await visitor.Button("Edit").ClickAsync();
        await visitor.Page.Locator("#draft-text").FillAsync(ShopRules.StoredNext);
        await Assertions.Expect(visitor.Page.Locator("#draft-state")).ToHaveTextAsync("✗ Others are first.");
        await Assertions.Expect(visitor.Button("Publish")).ToBeDisabledAsync();

        isBusy = false;
        await visitor.Page.Clock.FastForwardAsync(10_000);
        await Assertions.Expect(visitor.Button("Publish")).ToBeEnabledAsync();
    }

    [Test]
    public async Task WhoMayNotPublish_HasNoEditor()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address, "ann reader operator");
        await visitor.GoAsync("#/versions");
        await visitor.SeesAsync("Document shop");
        Assert.That(await visitor.Button("Edit").CountAsync(), Is.Zero);
    }

    private async Task<Visitor> OpenAsync(ShopSite site)
    {
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/versions");
        await visitor.Button("Edit").ClickAsync();
        await visitor.Page.Locator("#draft-text").WaitForAsync();
        return visitor;
    }
}
