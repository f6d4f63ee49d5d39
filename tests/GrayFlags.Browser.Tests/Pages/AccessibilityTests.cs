using Deque.AxeCore.Commons;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>DASHBOARD.md, acceptance 5: WCAG 2.1 AA as axe sees it, by keyboard alone, and on 320 pixels.</summary>
public sealed class AccessibilityTests : PageFixture
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [TestCase("en-GB", ColorScheme.Light)]
    [TestCase("en-GB", ColorScheme.Dark)]
    [TestCase("zh-CN", ColorScheme.Light)]
    [TestCase("zh-CN", ColorScheme.Dark)]
    public async Task EveryPage_AndADialog_HaveNoViolations(string language, ColorScheme theme)
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, language: language, theme: theme);
        Assert.That(await visitor.Page.EvaluateAsync<string>("document.documentElement.lang"), Is.EqualTo(language == "zh-CN" ? "zh-Hans" : "en"));
        foreach (var page in Visitor.Pages)
        {
            await visitor.GoAsync(page);
            await visitor.OpenFoldsAsync();
            await AssertNoViolationsAsync(visitor, page, theme);
        }

        await visitor.GoAsync("#/rollouts/eta-model");
        await visitor.Page.Locator("#operations button.danger").First.ClickAsync();
        await AssertNoViolationsAsync(visitor, "a dialog", theme);
    }

    // Otherwise the test above would pass with a browser in which axe does not run.
    [Test]
    public async Task Axe_FindsWhatIsWrong()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.Page.EvaluateAsync("document.body.append(document.createElement('button'))");

        Assert.That(await ViolationsAsync(visitor, "wcag2a"), Is.EqualTo(new[] { "button-name: <button></button>" }));
    }

    [TestCase("en-GB")]
    [TestCase("zh-CN")]
    public async Task EveryPage_FitsOn320Pixels(string language)
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address, language: language, width: 320);
        foreach (var page in Visitor.Pages.Append("#/flags/markup"))
        {
            await visitor.GoAsync(page);
            await visitor.OpenFoldsAsync();
            Assert.That(await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(320), page);
        }

        await visitor.GoAsync("#/rollouts/eta-model");
        await visitor.Page.Locator("#operations button.danger").First.ClickAsync();
        var box = (await visitor.Page.Locator("dialog").BoundingBoxAsync())!;
        Assert.That((box.X >= 0, box.X + box.Width <= 320), Is.EqualTo((true, true)));
    }

    // Everything that reacts to a click is reached by Tab alone, in the order in which it is read, and is seen to be reached.
    [Test]
    public async Task EveryControl_IsReachedByTab_AndSeenToBe()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        foreach (var page in Visitor.Pages)
        {
            await visitor.GoAsync(page);
            await visitor.Page.EvaluateAsync("""
                () => {
                  document.querySelector('.skip').focus();
                  window.places = [...document.querySelectorAll('body a[href], body button, body input, body select, body summary')]
                    .filter(element => element.checkVisibility());
                }
                """);
            var count = await visitor.Page.EvaluateAsync<int>("places.length");
            var places = new List<int> { 0 };
            for (var pressed = 0; pressed < count + 60 && places[^1] < count - 1; pressed++)
            {
                await visitor.Page.Keyboard.PressAsync("Tab");
                var (place, isSeen) = await FocusAsync(visitor);
                if (place >= 0 && !places.Contains(place))
                {
                    Assert.That(isSeen, Is.True, $"{page}: the focus is not seen at {place}");
                    places.Add(place);
                }
            }

            Assert.That(places, Is.EqualTo(Enumerable.Range(0, count)), page);
        }
    }

    // Pages are drawn again every few seconds, and with them the time that a stage still has to wait.
    [Fault("O9")]
    [TestCase("#/overview", "#/rollouts/eta-model")]
    [TestCase("#/rollouts", "#/rollouts/eta-model")]
    [TestCase("#/rollouts/eta-model", "#/flags/eta-model")]
    public async Task Focus_StaysOnALink_WhileThePageIsDrawnAgain(string page, string link)
    {
        await using var site = await ShopSite.StartAsync();
        await site.FillAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync(page);
        await visitor.Page.Locator($"main a[href='{link}']").FocusAsync();
        await visitor.Page.EvaluateAsync("window.focused = document.activeElement");

        foreach (var reason in new[] { "the first", "the second" })
        {
            await site.Rollouts.PauseAsync(page == "#/rollouts/eta-model" ? "eta-model" : "new-checkout", "li", reason);
            await visitor.SeesAsync(reason);
            Assert.That(await visitor.Page.EvaluateAsync<bool>("document.activeElement === focused"), Is.True, reason);
            await site.Rollouts.ResumeAsync(page == "#/rollouts/eta-model" ? "eta-model" : "new-checkout", "li", "it was nothing");
        }
    }

    [Test]
    public async Task Dialog_IsUsedByKeyboardAlone_KeepsTheFocus_AndGivesItBack()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/eta-model");
        await visitor.Button("Pause").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.That(await FocusedAsync(visitor), Is.EqualTo("reason"), "the field is what is asked for");

        for (var pressed = 0; pressed < 12; pressed++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            Assert.That(
                await visitor.Page.EvaluateAsync<bool>("document.activeElement === document.body || document.activeElement.closest('dialog') !== null"),
                Is.True, "what is behind the dialog is not reached");
        }

        await visitor.Page.Keyboard.PressAsync("Escape");
        Assert.That(await FocusedAsync(visitor), Is.EqualTo("do-rollouts/eta-model/pause"));

        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.TypeAsync("looking into the errors");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("■ paused");
        Assert.That(site.Rollouts.GetStatus("eta-model")!.Record, Has.Property("Phase").EqualTo(RolloutPhase.Paused));
        Assert.That(site.Rollouts.GetStatus("eta-model")!.Record.Reason, Is.EqualTo("looking into the errors"));
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('main').contains(document.activeElement)");
        visitor.AssertNoObjections();
    }

    // A theme changes colours, and nothing else: the other rules would see the same page twice.
    private static async Task AssertNoViolationsAsync(Visitor visitor, string where, ColorScheme theme) => Assert.That(
        await ViolationsAsync(visitor, theme == ColorScheme.Light ? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] : ["color-contrast"]), Is.Empty, where);

    private static async Task<string[]> ViolationsAsync(Visitor visitor, params string[] rules)
    {
        if (!await visitor.Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await visitor.Page.EvaluateAsync(Axe);
        }

        return await visitor.Page.EvaluateAsync<string[]>("""
            async rules => {
              const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false });
              return violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html}`));
            }
            """, rules);
    }

    private static Task<string> FocusedAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>("document.activeElement.id");

    private static async Task<(int Place, bool IsSeen)> FocusAsync(Visitor visitor)
    {
        var told = await visitor.Page.EvaluateAsync<int[]>("""
            () => {
              const { activeElement: element } = document;
              const style = getComputedStyle(element);
              const box = element.getBoundingClientRect();
              return [places.indexOf(element), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.left >= 0 ? 1 : 0];
            }
            """);
        return (told[0], told[1] == 1);
    }
}
