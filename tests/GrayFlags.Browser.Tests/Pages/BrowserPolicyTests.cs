using GrayFlags.Browser.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>DASHBOARD.md, acceptance 3, 4 and 8, in a real browser: nothing that the policy refuses, nothing from elsewhere, behind any path.</summary>
public sealed class BrowserPolicyTests
{
    private Chromium _chromium = null!;
    private ShopSite _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chromium = await Chromium.StartAsync();
        _site = await ShopSite.StartAsync(pathBase: "/a/b");
        await _site.FillAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }

    // The markup is the name of a flag, of a rule, of an owner, and in the question: it would change the title.
    [Test]
    public async Task EveryPage_LoadsNothingFromElsewhere_AndRunsNoNameOfARule()
    {
        var visitor = await Visitor.ComeAsync(_chromium, _site.Address);
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
        var visitor = await Visitor.ComeAsync(_chromium, _site.Address);
        await visitor.Page.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p><img src=x onerror=\"document.title=1\">')");
        await visitor.Page.WaitForFunctionAsync("getComputedStyle(document.body.lastElementChild.previousElementSibling).color !== 'rgb(255, 0, 0)'");
        for (var left = 1_000; visitor.Objections.Count(text => text.StartsWith("style-src-attr", StringComparison.Ordinal)) == 0; left--)
        {
            Assert.That(left, Is.GreaterThan(0), "the browser reports what it refuses");
            await Task.Delay(10);
        }

        Assert.That(await visitor.Page.TitleAsync(), Is.Not.EqualTo("1"));
    }
}
