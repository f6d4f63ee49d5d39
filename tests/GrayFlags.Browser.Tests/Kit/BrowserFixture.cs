using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>One browser for all tests of a fixture.</summary>
public abstract class BrowserFixture
{
    internal Chromium Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAsync() => Browser = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task StopBrowserAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }
}
