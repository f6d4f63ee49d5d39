using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>
/// Pages in the system's Chromium, best the one without windows, which is started once for all tests, and not for each fixture. Each page is a visitor
/// of its own, in a profile that knows nothing of others.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const int Patience = 30_000;

    private static readonly string[] Paths =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Running = new(LaunchAsync);

    private readonly IBrowser _browser;
    private readonly List<IBrowserContext> _profiles = [];

    private Chromium(IBrowser browser) => _browser = browser;

    public static async Task<Chromium> StartAsync()
    {
        if (!Array.Exists(Paths, File.Exists))
        {
            Needed.Missing("there is no Chromium: apt-get install chromium-headless-shell");
        }

        return new Chromium((await Running.Value).Browser);
    }

    /// <summary>Ends the browser of all tests.</summary>
    public static async Task EndAsync()
    {
        if (!Running.IsValueCreated)
        {
            return;
        }

        var (driver, browser) = await Running.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    /// <summary>Opens a page of a visitor who was never here.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        var page = await NewPageAsync(new());
        page.PageError += (_, error) => TestContext.Out.WriteLine(error);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Opens an empty page of a visitor of a kind: a language, a theme, a size.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        var context = await _browser.NewContextAsync(options);
        _profiles.Add(context);
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        page.Console += (_, line) => TestContext.Out.WriteLine(line.Text);
        return page;
    }

    /// <summary>Closes every page. One that stays would go on asking, also a site that is no more, for as long as the browser runs.</summary>
    public async Task CloseAllAsync()
    {
        foreach (var profile in _profiles)
        {
            await profile.CloseAsync();
        }

        _profiles.Clear();
    }

    public async ValueTask DisposeAsync() => await CloseAllAsync();

    private static async Task<(IPlaywright Driver, IBrowser Browser)> LaunchAsync()
    {
        // Five seconds are what a machine that is busy may take for what is right.
        Assertions.SetDefaultExpectTimeout(Patience);
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Array.Find(Paths, File.Exists),

            // In a container the tests may be root's, and its shared memory small.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-lcd-text"],
        }));
    }
}
