using Microsoft.Playwright;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>A picture in docs, and the layout that is looked at in tests.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Fragment">The page.</param>
/// <param name="Language">The language that the browser accepts.</param>
/// <param name="Theme">The theme of its system.</param>
/// <param name="IsBroken">True for what is taken after the canary has failed.</param>
/// <param name="Press">The button that is pressed first; null for none.</param>
/// <param name="Draft">The draft that is written; null for none.</param>
internal sealed record Picture(
    string Name, string Fragment, string Language, ColorScheme Theme, string? Press = null, bool IsBroken = false, string? Draft = null)
{
    public static readonly Picture[] All =
    [
        new("overview", "#/overview", "en-GB", ColorScheme.Light),
        new("overview-zh", "#/overview", "zh-CN", ColorScheme.Dark),
        new("flags", "#/flags", "en-GB", ColorScheme.Dark),
        new("flag", "#/flags/new-checkout?user=li&region=CN-GD&attributes=%7B%22plan%22%3A%22pro%22%7D", "en-GB", ColorScheme.Light),
        new("rollouts", "#/rollouts", "en-GB", ColorScheme.Light),
        new("dialog", "#/rollouts/new-checkout", "en-GB", ColorScheme.Light, "Promote"),
        new("versions", "#/versions", "en-GB", ColorScheme.Dark, "What changed"),
        new("editor", "#/versions", "en-GB", ColorScheme.Light, "Edit", Draft: ShopRules.StoredNext.Replace("5,", "50,", StringComparison.Ordinal)),
        new("health", "#/health", "en-GB", ColorScheme.Dark),
        new("audit", "#/audit", "en-GB", ColorScheme.Light),
        new("rollout", "#/rollouts/eta-model", "en-GB", ColorScheme.Light, IsBroken: true),
        new("rollout-zh", "#/rollouts/eta-model", "zh-CN", ColorScheme.Dark, IsBroken: true),
    ];

    public async Task OpenAsync(Visitor visitor)
    {
        if (await visitor.Page.Locator("dialog").CountAsync() > 0)
        {
            await visitor.Page.Keyboard.PressAsync("Escape");
        }

        await visitor.GoAsync(Fragment);
        if (Press is not null)
        {
            await visitor.Button(Press).First.ClickAsync();
            await visitor.Page.Locator("dialog, .sides, #draft-text").First.WaitForAsync();
        }

        if (Draft is not null)
        {
            await visitor.Page.Locator("#draft-text").FillAsync(Draft);
            await visitor.Page.Locator("section:has(#draft) table").WaitForAsync();
        }
    }
}
