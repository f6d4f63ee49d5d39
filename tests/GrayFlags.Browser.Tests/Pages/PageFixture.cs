using GrayFlags.Browser.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>One shop with a dashboard for all tests of a fixture.</summary>
/// <param name="pathBase">The path below which the shop is.</param>
public abstract class PageFixture(string pathBase = "") : BrowserFixture
{
    internal ShopSite Site { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Site = await ShopSite.StartAsync(pathBase: pathBase);
        await Site.FillAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Site is not null)
        {
            await Site.DisposeAsync();
        }
    }
}
