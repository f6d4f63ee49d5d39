using System.Collections.Concurrent;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Somebody with a name and roles who looks at the dashboard, and a note of everything that a browser objects to.</summary>
internal sealed class Visitor
{
    public const string Everything = "ann reader operator publisher";

    /// <summary>Every page, by the fragment of its address.</summary>
    public static readonly string[] Pages =
    [
        "#/overview", "#/flags", "#/flags/new-checkout", "#/flags/new-checkout?user=li&region=CN-GD&attributes=%7B%22plan%22%3A%22pro%22%7D", "#/rollouts",
        "#/rollouts/eta-model", "#/versions", "#/health", "#/audit",
    ];

    private readonly string _address;

    private Visitor(IPage page, string address) => (Page, _address) = (page, address.TrimEnd('/') + "/flags/");

    public IPage Page { get; }

    /// <summary>What the policy has refused, errors of scripts, and requests that went elsewhere or came to nothing.</summary>
    public ConcurrentQueue<string> Objections { get; } = [];

    public static async Task<Visitor> ComeAsync(
        Chromium chromium, string address, string user = Everything, string language = "en-GB", ColorScheme theme = ColorScheme.Light, int width = 1280)
    {
        var page = await chromium.NewPageAsync(new()
        {
            ExtraHTTPHeaders = new Dictionary<string, string> { [TestUsers.Header] = user },
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var visitor = new Visitor(page, address);
        await page.ExposeFunctionAsync("objection", (string text) => visitor.Objections.Enqueue(text));
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', event => objection(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`))");
        page.PageError += (_, error) => visitor.Objections.Enqueue(error);
        page.Dialog += (_, dialog) => visitor.Objections.Enqueue("a dialog of a script: " + dialog.Message);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal))
            {
                visitor.Objections.Enqueue("elsewhere: " + request.Url);
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                visitor.Objections.Enqueue($"{response.Status} {response.Url}");
            }
        };
        await visitor.GoAsync("#/overview");
        return visitor;
    }

    /// <summary>Opens another window of the same browser.</summary>
    public async Task<Visitor> AlsoAsync(string fragment)
    {
        var visitor = new Visitor(await Page.Context.NewPageAsync(), _address[..^"/flags/".Length]);
        await visitor.GoAsync(fragment);
        return visitor;
    }

    /// <summary>Does what a button of a dialog does, for a reason.</summary>
    public async Task ConfirmAsync(string reason)
    {
        await Page.Locator("dialog textarea").FillAsync(reason);
        await Page.Locator("dialog button[type=submit]").ClickAsync();
    }

    /// <summary>Goes to a page and waits until it is drawn, with all of its parts.</summary>
    public async Task GoAsync(string fragment)
    {
        await Page.GotoAsync(_address + fragment);
        await DrawnAsync(fragment);
    }

    // By default it would look at each frame, and have the browser draw one each time.
    public Task DrawnAsync(string fragment) => Page.WaitForFunctionAsync(
        "fragment => { const main = document.querySelector('main'); return main?.dataset.drawn === fragment && main.ariaBusy !== 'true'; }",
        fragment,
        new() { PollingInterval = 40 });

    public Task OpenFoldsAsync() => Page.EvaluateAsync("document.querySelectorAll('main details').forEach(details => details.open = true)");

    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public void AssertNoObjections() => Assert.That(Objections, Is.Empty);
}
