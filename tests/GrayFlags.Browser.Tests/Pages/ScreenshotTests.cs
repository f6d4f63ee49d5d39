using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>The pictures in docs, made anew by <c>GRAYFLAGS_APPROVE=1 dotnet test tests/GrayFlags.Browser.Tests --filter ScreenshotTests</c>.</summary>
public sealed class ScreenshotTests
{
    [Test]
    public async Task Pictures()
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is not { Length: > 0 } folder)
        {
            Assert.Ignore("no folder");
            return;
        }

        await using var chromium = await Chromium.StartAsync();
        await using var site = await ShopSite.StartAsync();
        await site.FillAsync();
        foreach (var (language, theme, width) in new[] { ("en-GB", ColorScheme.Light, 1280), ("zh-CN", ColorScheme.Dark, 1280), ("en-GB", ColorScheme.Light, 360) })
        {
            var visitor = await Visitor.ComeAsync(chromium, site.Address, language: language, theme: theme, width: width);
            foreach (var page in Visitor.Pages)
            {
                await visitor.GoAsync(page);
                if (page == "#/versions")
                {
                    await visitor.Page.Locator("button[aria-expanded]").First.ClickAsync();
                    await visitor.Page.Locator(".sides").First.WaitForAsync();
                }

                await visitor.Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(folder, $"{language}-{width}-{page[2..].Replace('/', '-').Split('&')[0]}.png") });
            }
        }

        for (var second = 0; second < 12; second++)
        {
            site.Serve(1, canaryFailures: 0.03);
        }
        for (var second = 0; second < 60 && site.Rollouts.GetStatus("eta-model")!.Record.Phase == RolloutPhase.Running; second++)
        {
            site.Serve(1, canaryFailures: 0.08);
        }

        site.Pass(TimeSpan.FromSeconds(1));
        foreach (var (language, theme, width) in new[] { ("en-GB", ColorScheme.Light, 1280), ("zh-CN", ColorScheme.Dark, 1280), ("en-GB", ColorScheme.Light, 360) })
        {
            var visitor = await Visitor.ComeAsync(chromium, site.Address, language: language, theme: theme, width: width);
            await visitor.GoAsync("#/rollouts/eta-model");
            await visitor.Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(folder, $"{language}-{width}-breached.png") });
            await visitor.GoAsync("#/flags/new-checkout");
            await visitor.Page.Locator("#main button.danger").First.ClickAsync();
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{language}-{width}-dialog.png") });
        }
    }
}
