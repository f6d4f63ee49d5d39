using System.Collections.Concurrent;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Answers that are lost, late, refused, or of somebody between the browser and the server.</summary>
public sealed class LostTests : BrowserFixture
{
    private const string Dialog = "dialog [role=alert]";

    // The server has done it, and nobody can know.
    [Fault("O2")]
    [TestCase("cut", "en-GB", "✗ It may have been done. Look before you repeat it. No answer could be read.")]
    [TestCase("cut", "zh-CN", "✗ 操作可能已经完成。重试之前请先查看当前状态。 没有收到可读的应答。")]
    [TestCase("proxy", "en-GB", "✗ It may have been done. Look before you repeat it. No answer could be read.")]
    [TestCase("proxy", "zh-CN", "✗ 操作可能已经完成。重试之前请先查看当前状态。 没有收到可读的应答。")]
    [TestCase("gateway", "en-GB", "✗ It may have been done. Look before you repeat it. No answer could be read.")]
    [TestCase("half", "en-GB", "✗ It may have been done. Look before you repeat it. No answer could be read.")]
    public async Task WriteWhoseAnswerIsLost_MayHaveBeenDone(string how, string language, string words)
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address, language: language);
        await visitor.Page.RouteAsync("**/off", async route =>
        {
            await route.FetchAsync();
            await (how switch
            {
                "cut" => route.AbortAsync("connectionreset"),
                "proxy" => AnswerAsync(route, 502, "<html>Bad Gateway", "text/html"),
                "gateway" => AnswerAsync(route, 504, """{ "title": "Gateway Timeout", "status": 504 }""", "application/problem+json"),
                _ => AnswerAsync(route, 200, """{ "flag": "new-ban"""),
            });
        });
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Page.Locator("main button.danger").ClickAsync();
        await visitor.ConfirmAsync("burns");

        await Assertions.Expect(visitor.Page.Locator(Dialog)).ToHaveTextAsync(words);
        await Assertions.Expect(visitor.Page.Locator("dialog button[type=submit]")).ToBeEnabledAsync();
        Assert.That(site.Rules.TurnedOff.Single().Flag, Is.EqualTo("new-banner"));
    }

    // A refusal is one, whoever gives it: nothing is done.
    [TestCase(403, "<html>Forbidden", "text/html")]
    [TestCase(413, """{ "title": "Too large" }""", "application/problem+json")]
    public async Task WriteThatIsRefused_IsNotDone(int status, string body, string type)
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.RouteAsync("**/off", route => AnswerAsync(route, status, body, type));
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Page.Locator("main button.danger").ClickAsync();
        await visitor.ConfirmAsync("burns");

        await Assertions.Expect(visitor.Page.Locator(Dialog)).ToContainTextAsync("It is not done.");
    }

    [Test]
    public async Task WriteThatIsInEffectAndNotSaved_SaysBoth_AndThatItWorksBefore()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        var isSeen = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/off", async route =>
        {
            await isSeen.Task;
            await AnswerAsync(route, 503, """{ "code": "notSaved", "message": "The file is full.", "isInEffect": true }""");
        });
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Page.Locator("main button.danger").ClickAsync();
        await visitor.ConfirmAsync("burns");
        await Assertions.Expect(visitor.Page.Locator(Dialog)).ToHaveTextAsync("Working…");
        isSeen.SetResult();

        await Assertions.Expect(visitor.Page.Locator(Dialog)).ToHaveTextAsync("✗ It is in effect here, and not saved. The file is full.");
    }

    // Whether a part is refused at once, or after the rest of the page is there.
    [TestCase("#/health", "**/api/providers", false)]
    [TestCase("#/health", "**/api/providers", true)]
    [TestCase("#/versions", "**/api/versions", false)]
    [TestCase("#/versions", "**/api/documents/shop/history", true)]
    public async Task WhoeverIsSignedOut_IsToldSo_AndNotThatTheStoreDoesNotAnswer(string page, string address, bool isLate)
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        var isSeen = new TaskCompletionSource();
        await visitor.Page.RouteAsync(address, async route =>
        {
            await isSeen.Task;
            await AnswerAsync(route, 401, """{ "code": "unknownUser", "message": "Nobody is signed in." }""");
        });
        await visitor.GoAsync("#/audit");
        if (!isLate)
        {
            isSeen.SetResult();
        }

        await visitor.Page.EvaluateAsync("page => { location.hash = page; }", page);
        if (isLate)
        {
            await Assertions.Expect(visitor.Page.Locator("main")).ToHaveAttributeAsync("aria-busy", "true");
            isSeen.SetResult();
        }

        await visitor.SeesAsync("You may not see this, or your sign-in has expired.");
        await visitor.Page.UnrouteAllAsync();
        await site.Rules.TurnOffAsync("new-banner", "li", "a change to tell of");
        await Assertions.Expect(visitor.Page.Locator("main [role=alert]")).ToHaveCountAsync(0);
    }

    // The text of a writer whose sign-in has expired: it can be copied, and is there when somebody is signed in again.
    [Test]
    public async Task DraftOfWhoeverIsSignedOut_StaysInSight()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/versions");
        await visitor.Button("Edit").ClickAsync();
        var draft = visitor.Page.Locator("#draft-text");
        await draft.FillAsync("half a thought");
        await visitor.Page.RouteAsync("**/api/versions", route => AnswerAsync(route, 401, """{ "code": "unknownUser" }"""));
        await site.Rules.TurnOffAsync("new-banner", "li", "a change to tell of");
        await visitor.SeesAsync("You may not see this, or your sign-in has expired.");

        await Assertions.Expect(draft).ToBeVisibleAsync();
        await visitor.Page.UnrouteAllAsync();
        await site.Rules.TurnOnAsync("new-banner", "li", "a change to tell of");
        await visitor.SeesAsync("Versions on this instance");
        await Assertions.Expect(draft).ToHaveValueAsync("half a thought");
    }

    // A fault of the script is none of the server's.
    [Test]
    public async Task FaultOfThePage_IsShownAsWhatItIs()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.RouteAsync("**/api/flags/new-banner", route => AnswerAsync(route, 200, "{}"));
        await visitor.GoAsync("#/flags/new-banner");

        await visitor.SeesAsync("TypeError");
        Assert.That(await visitor.Page.TextContentAsync("body"), Does.Not.Contain("cannot be reached"));
    }

    // Five changes while one answer is waited for: they share the next one, and what the first one says is shown before.
    [Test]
    public async Task ChangesThatComeFasterThanAnswers_ShareOne_AndThePageIsDrawnAllTheSame()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags");
        await visitor.Page.EvaluateAsync("""
            () => {
              window.heard = 0;
              window.others = new BroadcastChannel('grayflags /flags/api/');
              window.others.onmessage = message => { window.heard += message.data ? 1 : 0; };
            }
            """);
        var held = new ConcurrentQueue<IRoute>();
        await visitor.Page.RouteAsync("**/api/flags?*", held.Enqueue);
        for (var change = 1; change <= 5; change++)
        {
            await (change % 2 == 1 ? site.Rules.TurnOffAsync("new-banner", "li", "off") : site.Rules.TurnOnAsync("new-banner", "li", "on"));
            await visitor.Page.WaitForFunctionAsync("change => window.heard >= change", change);
        }

        await ReleaseAsync(held);
        await Assertions.Expect(visitor.Page.Locator("main tr", new() { HasText = "new-banner" })).ToContainTextAsync("turned off");
        await ReleaseAsync(held);
        await visitor.Page.UnrouteAllAsync();
        await site.Rules.TurnOnAsync("new-banner", "li", "on");
        await Assertions.Expect(visitor.Page.Locator("main tr", new() { HasText = "new-banner" })).Not.ToContainTextAsync("turned off");
        Assert.That(held, Is.Empty, "requests for nothing");
    }

    [Test]
    public async Task PageThatHangs_DoesNotKeepAnybodyFromAnotherOne()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        var held = new ConcurrentQueue<IRoute>();
        await visitor.Page.RouteAsync("**/api/flags?*", held.Enqueue);
        await visitor.Page.ClickAsync("#menu-flags");
        await ReleaseAsync(held, false);
        await visitor.Page.ClickAsync("#menu-audit");

        await visitor.DrawnAsync("#/audit");
    }

    private static Task AnswerAsync(IRoute route, int status, string body, string type = "application/json") =>
        route.FulfillAsync(new() { Status = status, ContentType = type, Body = body });

    private static async Task ReleaseAsync(ConcurrentQueue<IRoute> held, bool goOn = true)
    {
        IRoute? route;
        for (var left = 3_000; !held.TryDequeue(out route); left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }

        if (goOn)
        {
            await route.ContinueAsync();
        }
    }
}
