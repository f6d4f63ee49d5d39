using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Many windows of one browser, which has six connections to a host over HTTP/1.1.</summary>
public sealed class WindowTests : BrowserFixture
{
    private const int Windows = 7;

    // A headless browser shows every window at once: which of them are hidden is up to the test.
    private const string Visibility = "Object.defineProperty(document, 'hidden', { get: () => window.isAway === true })";

    private const string WithoutLocks = "Object.defineProperty(navigator, 'locks', { value: undefined })";

    [Fault("O4")]
    [Test]
    public async Task SevenWindows_ThatAreSeen_ShareOneStream_AndAllHearOfChanges()
    {
        await using var site = await ShopSite.StartAsync();
        var windows = await OpenAsync(site, Visibility, "#/flags/new-banner");
        await UntilAsync(() => site.OpenStreams == 1);

        await windows[^1].Button("Turn off for everyone").ClickAsync();
        await windows[^1].ConfirmAsync("the seventh window");
        foreach (var window in windows)
        {
            await window.SeesAsync("by ann: the seventh window");
        }

        // Whoever has the stream may go: another window takes it over.
        await AwayAsync(windows[0], true);
        await site.Rules.TurnOnAsync("new-banner", "li", "mended");
        foreach (var window in windows.Skip(1))
        {
            await Assertions.Expect(window.Button("Turn off for everyone")).ToBeVisibleAsync();
        }

        Assert.That(site.OpenStreams, Is.EqualTo(1));
    }

    // So it is without TLS, where a browser has no locks.
    [Fault("O4")]
    [TestCase(Visibility)]
    [TestCase(Visibility + ";" + WithoutLocks)]
    public async Task HiddenWindows_HaveNoStream_AndReadWhatThereIs_WhenTheyAreSeenAgain(string script)
    {
        await using var site = await ShopSite.StartAsync();
        var windows = await OpenAsync(site, script, "#/flags/new-banner", hide: true);
        await UntilAsync(() => site.OpenStreams == 1);
        await windows[^1].Button("Turn off for everyone").ClickAsync();
        await windows[^1].ConfirmAsync("only the last is seen");
        await windows[^1].SeesAsync("by ann: only the last is seen");
        await Assertions.Expect(windows[0].Button("Turn off for everyone")).ToBeVisibleAsync();

        await AwayAsync(windows[^1], true);
        await AwayAsync(windows[0], false);
        await windows[0].SeesAsync("by ann: only the last is seen");
        await site.Rules.TurnOnAsync("new-banner", "li", "mended");
        await Assertions.Expect(windows[0].Button("Turn off for everyone")).ToBeVisibleAsync();
        await UntilAsync(() => site.OpenStreams == 1);
    }

    // A window that is frozen, by a debugger or a question of the browser, keeps the stream and tells nobody.
    [Fault("O4")]
    [Test]
    public async Task WindowThatHearsNothing_AsksForItself()
    {
        await using var site = await ShopSite.StartAsync();
        var first = await Visitor.ComeAsync(Browser, site.Address);
        await first.Page.Context.Clock.InstallAsync();
        await first.Page.ReloadAsync();
        await first.GoAsync("#/flags/new-banner");
        await UntilAsync(() => site.OpenStreams == 1);
        var other = await first.AlsoAsync("#/flags/new-banner");
        await first.Page.EvaluateAsync("() => { BroadcastChannel.prototype.postMessage = () => {}; }");
        await site.Rules.TurnOffAsync("new-banner", "li", "told to nobody");
        await first.SeesAsync("told to nobody");

        await other.Page.Clock.FastForwardAsync(30_000);
        await other.SeesAsync("told to nobody");
    }

    // A browser gives a stream up for good when its answer is not one.
    [Fault("O7")]
    [Test]
    public async Task StreamThatIsRefusedOnce_IsOpenedAgain()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        var refusals = 0;
        var isRefused = true;
        await visitor.Page.RouteAsync("**/api/events", route =>
        {
            if (!Volatile.Read(ref isRefused))
            {
                return route.ContinueAsync();
            }

            Interlocked.Increment(ref refusals);
            return route.FulfillAsync(new() { Status = 502, Body = "<html>Bad Gateway" });
        });
        await visitor.Page.Context.Clock.InstallAsync();
        await visitor.Page.ReloadAsync();
        await visitor.GoAsync("#/flags/new-banner");
        await UntilAsync(() => Volatile.Read(ref refusals) > 0);
        Assert.That(site.OpenStreams, Is.Zero);

        // On a machine that is slow the page has tried again meanwhile, and was refused again.
        Volatile.Write(ref isRefused, false);
        await visitor.Page.Clock.FastForwardAsync(6_000);
        await UntilAsync(() => site.OpenStreams == 1);
        await site.Rules.TurnOffAsync("new-banner", "li", "by the new stream");
        await visitor.SeesAsync("by the new stream");
    }

    private async Task<List<Visitor>> OpenAsync(ShopSite site, string script, string fragment, bool hide = false)
    {
        var first = await Visitor.ComeAsync(Browser, site.Address);
        await first.Page.Context.AddInitScriptAsync(script);
        await first.Page.ReloadAsync();
        await first.GoAsync(fragment);
        var windows = new List<Visitor> { first };
        while (windows.Count < Windows)
        {
            if (hide)
            {
                await AwayAsync(windows[^1], true);
            }

            windows.Add(await first.AlsoAsync(fragment));
        }

        return windows;
    }

    private static async Task AwayAsync(Visitor window, bool isAway) => await window.Page.EvaluateAsync(
        "isAway => { window.isAway = isAway; document.dispatchEvent(new Event('visibilitychange')); }", isAway);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var left = 3_000; !isSo(); left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }
    }
}
