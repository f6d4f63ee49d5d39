using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>Tests that look at pages in a browser; after each of them its pages are closed.</summary>
public abstract class BrowserFixture
{
    internal Chromium Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAsync() => Browser = await Chromium.StartAsync();

    [TearDown]
    public async Task ClosePagesAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAllAsync();
        }
    }
}
