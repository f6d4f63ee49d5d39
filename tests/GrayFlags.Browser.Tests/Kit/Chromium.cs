using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>The system's Chromium, started once for a fixture; each page is a visitor of its own.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Paths =
    [
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var path = Array.Find(Paths, File.Exists);
        if (path is null)
        {
            Needed.Missing("there is no Chromium: apt-get install chromium");
        }

        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,

            // In a container the tests may be root's, and its shared memory small.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-lcd-text"],
        }));
    }

    /// <summary>Opens a page of a visitor who was never here.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        var context = await _browser.NewContextAsync();
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => TestContext.Out.WriteLine(error);
        page.Console += (_, line) => TestContext.Out.WriteLine(line.Text);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Opens an empty page of a visitor of a kind: a language, a theme, a size.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        page.Console += (_, line) => TestContext.Out.WriteLine(line.Text);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
