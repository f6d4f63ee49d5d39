using System.Diagnostics;
using System.Globalization;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Browser.Tests.Ofrep;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>DASHBOARD.md, acceptance 3, 4 and 8, in a real browser: nothing that the policy refuses, nothing from elsewhere, behind any path.</summary>
public sealed class BrowserPolicyTests() : PageFixture("/a/b")
{
    // The markup is the name of a flag, of a rule, of an owner, and in the question: it would change the title.
    [Test]
    public async Task EveryPage_LoadsNothingFromElsewhere_AndRunsNoNameOfARule()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        foreach (var page in Visitor.Pages.Append("#/flags/markup"))
        {
            await visitor.GoAsync(page);
            Assert.That(await visitor.Page.TitleAsync(), Is.Not.EqualTo("run"));
        }

        await visitor.SeesAsync(ShopRules.Markup);
        Assert.That(await visitor.Page.Locator("main img, main script").CountAsync(), Is.Zero);
        visitor.AssertNoObjections();
    }

    // Otherwise the test above would pass with a browser that reports nothing.
    [Test]
    public async Task Policy_IsInForce_AndWhatItRefusesIsReported()
    {
        var visitor = await Visitor.ComeAsync(Browser, Site.Address);
        await visitor.Page.EvaluateAsync(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p><img src=x onerror=\"document.title=1\">')");
        await visitor.Page.WaitForFunctionAsync(
            "() => getComputedStyle(document.body.lastElementChild.previousElementSibling).color !== 'rgb(255, 0, 0)'");
        for (var left = 1_000; !visitor.Objections.Any(text => text.StartsWith("style-src-attr", StringComparison.Ordinal)); left--)
        {
            Assert.That(left, Is.GreaterThan(0), "the browser reports what it refuses");
            await Task.Delay(10);
        }

        Assert.That(await visitor.Page.TitleAsync(), Is.Not.EqualTo("1"));
    }

    // A proxy takes /x away, and the app lies below /a/b: two parts of the address that the page knows nothing of.
    [Test]
    public async Task EveryPage_Stream_AndButton_WorkBehindAProxyAndAPathBase()
    {
        await using var proxy = await StrippingProxy.StartAsync(Site.Address, "/x");
        var visitor = await Visitor.ComeAsync(Browser, proxy.Address + "/x/a/b");
        foreach (var page in Visitor.Pages)
        {
            await visitor.GoAsync(page);
            Assert.That(await visitor.Page.Locator("main [role=alert]").CountAsync(), Is.Zero, page);
        }

        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Button("Turn off for everyone").ClickAsync();
        await visitor.Page.GetByLabel("Reason (for the audit)").FillAsync("a proxy");
        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await visitor.SeesAsync("by ann: a proxy");
        await Site.Rules.TurnOnAsync("new-banner", "li", "told by the stream alone");
        await Assertions.Expect(visitor.Button("Turn off for everyone")).ToBeVisibleAsync();
        visitor.AssertNoObjections();
    }

    [Test]
    public async Task TenThousandFlags_AreListedAndSearched()
    {
        var names = Enumerable.Range(0, 9_998).Select(number =>
            $$"""  "flag-{{number:00000}}": { "default": {{(number % 2 == 0 ? "true" : "false")}}, "owner": "team-{{number % 40}}" }  """);
        await using var site = await ShopSite.StartAsync($"{{ \"flags\": {{ {string.Join(',', names)} }} }}");
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        var began = Stopwatch.GetTimestamp();
        await visitor.GoAsync("#/flags");
        await visitor.SeesAsync("flag-00499");
        var listed = Stopwatch.GetElapsedTime(began);
        Assert.That(await visitor.Page.Locator("main tbody tr").CountAsync(), Is.EqualTo(500));
        Assert.That(await visitor.Page.GetByText("500 of 10,000").CountAsync(), Is.EqualTo(1), "two more are in the store");

        // In the page itself, from the key to the row that is drawn.
        var searched = await visitor.Page.EvaluateAsync<double>("""
            async () => {
              const search = document.getElementById('search');
              const began = performance.now();
              search.value = 'flag-09997';
              search.dispatchEvent(new Event('input', { bubbles: true }));
              while (document.querySelectorAll('main tbody tr').length !== 1) await new Promise(resolve => setTimeout(resolve));
              return performance.now() - began;
            }
            """);
        await visitor.SeesAsync("flag-09997");
        await visitor.Page.Locator("#search").PressAsync("End");
        await visitor.Page.Keyboard.TypeAsync("x");
        await visitor.SeesAsync("No flag matches.");
        await visitor.Page.Keyboard.TypeAsync("y");
        Assert.That(
            await visitor.Page.EvaluateAsync<string>("document.activeElement.value"), Is.EqualTo("flag-09997xy"), "the field stays under the writer's hands");

        // Figures to look at, and no assertions: the processor is shared.
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"10,000 flags: listed in {listed.TotalMilliseconds:0} ms, searched in {searched:0} ms"));
        visitor.AssertNoObjections();
    }
}
