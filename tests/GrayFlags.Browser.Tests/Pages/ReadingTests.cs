using GrayFlags.Browser.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>The words that somebody reads who sees the pages for the first time.</summary>
public sealed class ReadingTests : PageFixture
{
    [Test]
    public async Task WhatIsTurnedOff_OrWaits_IsNotWell()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.SeesAsync("The newest rules serve.");
        Assert.That(await visitor.Page.Locator("main").TextContentAsync(), Does.Not.Contain("Everything is well"));

        await using var calm = await ShopSite.StartAsync("""{ "flags": { "only": { "default": true } } }""");
        var other = await Visitor.ComeAsync(Browser, calm.Address);
        await other.SeesAsync("Everything is well.");
        await calm.Rules.TurnOffAsync("only", "li", "a rehearsal");
        await other.SeesAsync("The newest rules serve.");
        Assert.That(await other.Page.Locator("main").TextContentAsync(), Does.Not.Contain("Everything is well"));
    }

    [TestCase("en-GB", "1 flag on web-1", "2 flags on web-1", "shop: 1 node,")]
    [TestCase("zh-CN", "web-1 上有 1 个开关", "web-1 上有 2 个开关", "shop：1 个节点")]
    public async Task Counts_AgreeWithTheirNouns(string language, string one, string two, string nodes)
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, language: language);
        await visitor.SeesAsync(nodes);
        foreach (var (count, text) in new[] { (1, one), (2, two) })
        {
            await visitor.Page.RouteAsync("**/api/summary", route => CountAsync(route, count));
            await visitor.GoAsync("#/audit");
            await visitor.GoAsync("#/overview");
            await visitor.SeesAsync(text);
        }
    }

    [Test]
    public async Task Share_IsInPercent_ItsBucketsAreADetail_AndRulesStandOnce()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/flags/new-checkout");
        await visitor.SeesAsync("25% of users");
        await Assertions.Expect(visitor.Page.GetByText("bucket in [0, 25000) of 100000")).ToBeHiddenAsync();
        await visitor.Page.GetByText("Buckets", new() { Exact = true }).First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("bucket in [0, 25000) of 100000")).ToBeVisibleAsync();

        await visitor.GoAsync("#/flags/new-checkout?user=li&region=CN-GD");
        Assert.That(await visitor.Page.GetByText("Rules, in the order in which they decide").CountAsync(), Is.EqualTo(1));
        Assert.That(await visitor.Page.Locator(".rules strong", new() { HasTextString = "guangdong" }).CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Flag_HasItsJson_AndTheSharesOfItsVariants()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/flags/button");
        await visitor.SeesAsync("blue 25% · green 75%");
        await visitor.Page.Locator("#json summary").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#json pre")).ToContainTextAsync("\"weight\": 3");
    }

    [Test]
    public async Task Guard_SaysWhatItDoes_AndOnlyWhatStopsIsRed()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.GoAsync("#/rollouts/eta-model");
        await Assertions.Expect(visitor.Page.Locator("article:has-text('errors') .threshold-text")).ToContainTextAsync("rolls back at");
        await Assertions.Expect(visitor.Page.Locator("article:has-text('latency') .threshold-text")).ToContainTextAsync("pauses at");
        await visitor.SeesAsync("in at most 1 of 100 rollouts");
        Assert.That(await visitor.Page.Locator("button.danger").AllInnerTextsAsync(), Is.EqualTo(new[] { "Roll back" }));
    }

    [Test]
    public async Task Reader_IsToldHowToGetMore()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, "ben reader");
        await visitor.Page.GetByText("read-only").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("header")).ToContainTextAsync("OperatePolicy");
        var operates = await Visitor.ComeAsync(Browser, Site.Address, "ann reader operator");
        Assert.That(await operates.Page.GetByText("read-only").CountAsync(), Is.Zero);
    }

    // A sentence of the library is marked as English, so that a screen reader reads it as such, and has words of ours beside it.
    [TestCase("#/rollouts")]
    [TestCase("#/rollouts/eta-model")]
    [TestCase("#/rollouts/new-checkout")]
    [TestCase("#/health")]
    public async Task ChinesePage_HasNoEnglishSentence_ThatIsNotMarked(string page)
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, language: "zh-CN");
        await visitor.GoAsync(page);
        await visitor.OpenFoldsAsync();
        var sentences = await visitor.Page.EvaluateAsync<string[]>("""
            () => {
              const found = [];
              const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const { data, parentElement } = walker.currentNode;
                if (/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(data) && !parentElement.closest('[lang=en]')) found.push(data);
              }
              return found;
            }
            """);

        // What people have written is theirs.
        Assert.That(sentences.Except(["results in the wrong language"]), Is.Empty);
    }

    // Who listens to the page is told at most once in five seconds, and of everything.
    [Test]
    public async Task Changes_AreSaidAtMostOnceInFiveSeconds_AndNoneIsLost()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.Clock.InstallAsync(new() { TimeDate = DateTime.UnixEpoch.AddYears(56) });
        await visitor.Page.ReloadAsync();
        await visitor.SeesAsync("Needs a person");
        await visitor.Page.Clock.PauseAtAsync(DateTime.UnixEpoch.AddYears(56).AddHours(1));
        var said = visitor.Page.Locator("body > [role=status]");

        await site.Rollouts.PauseAsync("new-checkout", "li", "the first");
        await visitor.SeesAsync("the first");
        await visitor.Page.Clock.RunForAsync(10);
        await Assertions.Expect(said).ToHaveTextAsync("The rollout of new-checkout has changed.");

        await site.Rollouts.PauseAsync("eta-model", "li", "the second");
        await visitor.SeesAsync("the second");
        await site.Rollouts.RollbackAsync("search-ranking", "li", "the third");
        await visitor.SeesAsync("the third");
        await visitor.Page.Clock.RunForAsync(4_900);
        await Assertions.Expect(said).ToHaveTextAsync("The rollout of new-checkout has changed.");
        await visitor.Page.Clock.RunForAsync(100);
        await Assertions.Expect(said).ToHaveTextAsync("The rollout of eta-model has changed. The rollout of search-ranking has changed.");
    }

    // What is drawn meanwhile takes away nothing that is written and not asked yet, nor does another page.
    [Test]
    public async Task Question_ThatIsNotAskedYet_StaysWhereItIs()
    {
        await using var site = await ShopSite.StartAsync("""{ "flags": { "asked": { "default": true }, "other": { "default": true } } }""");
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags/asked");
        var user = visitor.Page.Locator("#ask-user");
        await user.FillAsync("user-12");
        await visitor.Page.Locator("#ask-at").FillAsync("2026-12-01T03:00");
        await user.FocusAsync();
        await site.Rules.TurnOffAsync("asked", "li", "a rehearsal");
        await visitor.SeesAsync("a rehearsal");
        await visitor.Page.Keyboard.TypeAsync("34");
        await Assertions.Expect(user).ToHaveValueAsync("user-1234");

        await visitor.Page.EvaluateAsync("() => Object.defineProperty(document, 'hidden', { get: () => window.isAway === true })");
        await AwayAsync(visitor, true);
        await site.Rules.TurnOnAsync("asked", "li", "it was one");
        await AwayAsync(visitor, false);
        await Assertions.Expect(visitor.Button("Turn off for everyone")).ToBeVisibleAsync();
        await Assertions.Expect(user).ToHaveValueAsync("user-1234");

        await visitor.GoAsync("#/flags/other");
        await Assertions.Expect(user).ToHaveValueAsync("");
        await visitor.GoAsync("#/flags/asked");
        await Assertions.Expect(user).ToHaveValueAsync("user-1234");
        await Assertions.Expect(visitor.Page.Locator("#ask-at")).ToHaveValueAsync("2026-12-01T03:00");
        await user.PressAsync("Enter");
        await visitor.SeesAsync("✓ On for user-1234");

        // What was asked is in the address: another question begins with what its own has.
        await visitor.GoAsync("#/flags/asked");
        await Assertions.Expect(user).ToHaveValueAsync("");
        visitor.AssertNoObjections();
    }

    private static async Task AwayAsync(Visitor visitor, bool isAway) => await visitor.Page.EvaluateAsync(
        "isAway => { window.isAway = isAway; document.dispatchEvent(new Event('visibilitychange')); }", isAway);

    private static async Task CountAsync(IRoute route, int count)
    {
        var response = await route.FetchAsync();
        var text = await response.TextAsync();
        await route.FulfillAsync(new()
        {
            Response = response,
            Body = System.Text.RegularExpressions.Regex.Replace(text, "\"flags\":\\d+", $"\"flags\":{count}"),
        });
    }
}
