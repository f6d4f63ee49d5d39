using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Pages when something else fails: a store, a token, an address. What can be seen is seen, and what may be done can be done.</summary>
public sealed class TroubleTests : BrowserFixture
{
    private const string NotRead = "could not be read";

    [Fault("O1")]
    [TestCase("#/overview", "**/api/fleet", "new-checkout", true)]
    [TestCase("#/overview", "**/api/fleet", "new-checkout", false)]
    [TestCase("#/overview", "**/api/providers", "new-checkout", true)]
    [TestCase("#/health", "**/api/fleet", "store:shop", true)]
    [TestCase("#/health", "**/api/fleet", "store:shop", false)]
    [TestCase("#/health", "**/api/providers", "Nodes that read shop", false)]
    [TestCase("#/versions", "**/api/documents/shop/history", "Versions on this instance", true)]
    [TestCase("#/versions", "**/api/documents/shop/history", "Versions on this instance", false)]
    [TestCase("#/versions", "**/api/versions", "Document shop", true)]
    [TestCase("#/rollouts/eta-model", "**/api/rollouts/eta-model/evidence", "Can the comparison be trusted?", false)]
    public async Task PartThatIsNotRead_SaysSo_AndTheRestIsThere(string page, string address, string rest, bool hangs)
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.RouteAsync(address, route => hangs ? Task.CompletedTask : route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/json",
            Body = """{ "code": "store", "message": "The store does not answer." }""",
        }));
        await visitor.GoAsync("#/audit");
        await visitor.GoAsync(page);
        await visitor.SeesAsync(rest);
        if (page != "#/overview" || address.EndsWith("fleet", StringComparison.Ordinal))
        {
            await visitor.SeesAsync(NotRead);
        }

        Assert.That(await visitor.Page.Locator("[role=alert] .notice").CountAsync(), Is.Zero);
    }

    // The keys of the host are new, and so a token of before is none.
    [Fault("O7")]
    [Test]
    public async Task TokenOfBeforeARestart_IsTakenAnew_AndTheButtonWorks()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.Button("Turn off for everyone").ClickAsync();
        await visitor.ConfirmAsync("after a restart");

        await visitor.SeesAsync("by ann: after a restart");
        Assert.That(visitor.Objections, Has.Exactly(1).Items.And.All.StartsWith("400"));
    }

    // The dialog has said who will stand in the audit: somebody else is asked again.
    [Test]
    public async Task AnotherUser_IsAskedAgain_BeforeItIsDoneInTheirName()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Button("Turn off for everyone").ClickAsync();
        await visitor.Page.Context.SetExtraHTTPHeadersAsync([KeyValuePair.Create(GrayFlags.Dashboard.Tests.Kit.TestUsers.Header, "mei reader operator")]);
        await visitor.ConfirmAsync("who is it?");
        await Assertions.Expect(visitor.Page.Locator("dialog")).ToContainTextAsync("done by mei");
        Assert.That(site.Rules.TurnedOff, Is.Empty);

        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await visitor.SeesAsync("by mei: who is it?");
        await Assertions.Expect(visitor.Page.Locator("header")).ToContainTextAsync("mei");
    }

    [TestCase("#/flags/%")]
    [TestCase("#/rollouts/%E0%A4%A")]
    [TestCase("#/flags/new-banner/more")]
    [TestCase("#/overview/x")]
    [TestCase("#/nonsense")]
    [TestCase("#/flags/nobody-knows")]
    public async Task AddressOfNothing_SaysSo_AndHasAWayHome(string fragment)
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync(fragment);
        await visitor.SeesAsync("There is no such");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "To the overview" }).ClickAsync();
        await visitor.SeesAsync("Needs a person");
    }

    // Its rules are gone, and it has no page: the overview is the only way back.
    [Test]
    public async Task FlagThatTheRulesDoNotKnow_IsTurnedOnAgain_OnTheOverview()
    {
        await using var site = await ShopSite.StartAsync();
        await site.Rules.TurnOffAsync("gone-long-ago", "li", "just in case");
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/overview");
        await visitor.Button("Turn on again").ClickAsync();
        await visitor.ConfirmAsync("it is no more");
        await visitor.SeesAsync("No flag is turned off by hand.");
        Assert.That(site.Rules.TurnedOff, Is.Empty);
    }

    // Without any answer of the server there is no page; the first one that comes draws it.
    [Fault("O7")]
    [Test]
    public async Task ServerThatFailsAtFirst_IsAskedAgain()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.Page.RouteAsync("**/api/session", route => route.FulfillAsync(new() { Status = 500 }), new() { Times = 1 });
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.Locator("main")).Not.ToBeEmptyAsync();
        await site.Rules.TurnOffAsync("new-banner", "li", "a change to tell of");
        await visitor.SeesAsync("a change to tell of");
        await Assertions.Expect(visitor.Page.Locator("header")).ToContainTextAsync("ann");
    }
}
