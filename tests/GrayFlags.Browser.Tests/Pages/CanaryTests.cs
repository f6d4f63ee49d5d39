using System.Text.Json.Nodes;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>DASHBOARD.md, acceptance 7 and the buttons: what happens is seen without a reload, and only what may be done is offered.</summary>
public sealed class CanaryTests : BrowserFixture
{
    private static readonly string[] OfAnOperator = ["Roll back", "Pause", "Promote", "Cancel the rollout"];

    [Test]
    public async Task FailingCanary_IsSeenToCrossItsLine_AndToBeRolledBack()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(30);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/eta-model");
        await visitor.SeesAsync("▶ running");
        await visitor.Page.EvaluateAsync("window.isTheSame = true");
        Assert.That(await visitor.Page.Locator(".line.over").CountAsync(), Is.Zero);

        site.Break(canaryFailures: 0.4);
        Assert.That(PhaseOf(site), Is.EqualTo(RolloutPhase.RolledBack));
        await visitor.SeesAsync("✗ rolled back");
        await visitor.SeesAsync("By a guard:");
        var chart = visitor.Page.Locator("article.breached .line.over").First;
        await Assertions.Expect(chart).ToBeVisibleAsync();
        Assert.That(await ReachesAsync(visitor), Is.True, "the line crosses the threshold in the chart");
        Assert.That(await visitor.Page.EvaluateAsync<bool>("window.isTheSame"), Is.True, "without a reload");
        Assert.That(await ButtonsAsync(visitor), Is.EqualTo(new[] { "Restart", "Cancel the rollout" }));
        visitor.AssertNoObjections();
    }

    // The browser connects again by itself, and its first event says to look again.
    [Fault("O7")]
    [Test]
    public async Task StreamThatIsCut_IsMadeGood_WithoutAReload()
    {
        await using var site = await ShopSite.StartAsync();
        await using var proxy = await Ofrep.StrippingProxy.StartAsync(site.Address, "/x");
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, proxy.Address + "/x");
        await visitor.Page.EvaluateAsync("window.isTheSame = true");
        await visitor.SeesAsync("waits for an approval");
        await UntilAsync(() => site.OpenStreams == 1);

        await visitor.Page.Context.SetOfflineAsync(true);
        site.CutStreams();
        await UntilAsync(() => site.OpenStreams == 0);
        await site.Rollouts.PauseAsync("new-checkout", "li", "no basket");
        await Assertions.Expect(visitor.Page.Locator("[role=alert] .notice")).ToContainTextAsync("The server cannot be reached", new() { Timeout = 30_000 });
        await visitor.SeesAsync("waits for an approval");
        await visitor.Page.Context.SetOfflineAsync(false);

        await visitor.SeesAsync("no basket");
        Assert.That(await visitor.Page.Locator("[role=alert] .notice").CountAsync(), Is.Zero);
        Assert.That(await visitor.Page.EvaluateAsync<bool>("window.isTheSame"), Is.True);
    }

    [Test]
    public async Task Reader_HasNoButtons_OperatorThoseOfThePhase_PublisherTheDocuments()
    {
        await using var site = await ShopSite.StartAsync();
        await site.FillAsync();
        var reader = await Visitor.ComeAsync(Browser, site.Address, "ann reader");
        foreach (var page in Visitor.Pages)
        {
            await reader.GoAsync(page);
            Assert.That(await reader.Page.Locator("main button[id^='do-']").CountAsync(), Is.Zero, page);
        }

        var visitor = await Visitor.ComeAsync(Browser, site.Address, "ann reader operator");
        await visitor.GoAsync("#/rollouts/eta-model");
        Assert.That(await ButtonsAsync(visitor), Is.EqualTo(OfAnOperator), "its stage needs no approval");
        await visitor.GoAsync("#/rollouts/new-checkout");
        Assert.That(await visitor.Button("Approve").CountAsync(), Is.EqualTo(1));
        await visitor.GoAsync("#/rollouts/search-ranking");
        Assert.That(await ButtonsAsync(visitor), Is.EqualTo(new[] { "Restart", "Cancel the rollout" }), "nothing to promote in what is rolled back");
        await visitor.GoAsync("#/versions");
        Assert.That(await visitor.Button("Pin").CountAsync(), Is.Not.Zero);
        Assert.That(await visitor.Button("Go back to this version").CountAsync(), Is.Zero);

        var publisher = await Visitor.ComeAsync(Browser, site.Address, "mei reader publisher");
        await publisher.GoAsync("#/versions");
        Assert.That(await publisher.Button("Go back to this version").CountAsync(), Is.EqualTo(1));
        Assert.That(await publisher.Button("Pin").CountAsync(), Is.Zero);
    }

    // Two operators: the second one is told, and sees what there is now.
    [Test]
    public async Task Operation_OnWhatSomebodyElseHasChanged_IsToldSo_AndNothingHappens()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/new-checkout");
        await visitor.Button("Promote").ClickAsync();
        await site.Rollouts.PauseAsync("new-checkout", "li", "no basket");
        await visitor.Page.GetByLabel("Reason (for the audit)").FillAsync("looks good");
        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("dialog [role=alert]")).ToContainTextAsync("Something has changed meanwhile");

        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.SeesAsync("no basket");
        Assert.That(PhaseOf(site, "new-checkout"), Is.EqualTo(RolloutPhase.Paused));
    }

    // The canary burns, and its stage goes on while the operator writes down why.
    [Fault("O3")]
    [TestCase("Roll back", RolloutPhase.RolledBack)]
    [TestCase("Pause", RolloutPhase.Paused)]
    [TestCase("Cancel the rollout", RolloutPhase.Cancelled)]
    public async Task Stop_IsDone_ThoughTheStageHasGoneOn(string button, RolloutPhase phase)
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/new-checkout");
        await visitor.Button(button).ClickAsync();
        await site.Rollouts.PromoteAsync("new-checkout", "li", "the next stage");
        await visitor.ConfirmAsync("payments fail");

        await visitor.SeesAsync("payments fail");
        Assert.That(PhaseOf(site, "new-checkout"), Is.EqualTo(phase));
        visitor.AssertNoObjections();
    }

    [Fault("O3")]
    [Test]
    public async Task OperationThatComesTooLate_ShowsWhatThereIsNow_KeepsTheReason_AndCanBeSentAgain()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/new-checkout");
        await visitor.Button("Promote").ClickAsync();
        await site.Rollouts.PromoteAsync("new-checkout", "li", "the next stage");
        await visitor.ConfirmAsync("looks good to everyone");
        await Assertions.Expect(visitor.Page.Locator("dialog [role=alert]")).ToContainTextAsync("running · half");
        Assert.That(await visitor.Page.Locator("dialog textarea").InputValueAsync(), Is.EqualTo("looks good to everyone"));
        Assert.That(site.Rollouts.GetStatus("new-checkout")!.Record.Stage, Is.EqualTo(1));

        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("dialog")).ToHaveCountAsync(0);
        Assert.That(site.Rollouts.GetStatus("new-checkout")!.Record, Has.Property("Stage").EqualTo(2).Or.Property("Phase").EqualTo(RolloutPhase.Completed));
    }

    [Test]
    public async Task KillSwitch_IsOneDialogAway_AndBack()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Button("Turn off for everyone").ClickAsync();
        await visitor.Page.GetByLabel("Reason (for the audit)").FillAsync(ShopRules.Markup);
        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await visitor.SeesAsync("Turned off for everyone by ann: " + ShopRules.Markup);
        Assert.That(site.Rules.TurnedOff.Single(), Has.Property("Flag").EqualTo("new-banner").And.Property("By").EqualTo("ann"));

        await visitor.GoAsync("#/overview");
        await visitor.SeesAsync(ShopRules.Markup);
        await visitor.GoAsync("#/audit");
        await visitor.SeesAsync(ShopRules.Markup);
        await visitor.GoAsync("#/flags/new-banner");
        await visitor.Button("Turn on again").ClickAsync();
        await visitor.Page.GetByLabel("Reason (for the audit)").FillAsync("mended");
        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
        await Assertions.Expect(visitor.Button("Turn off for everyone")).ToBeVisibleAsync();
        Assert.That(site.Rules.TurnedOff, Is.Empty);
        Assert.That(await visitor.Page.TitleAsync(), Is.Not.EqualTo("run"));
        visitor.AssertNoObjections();
    }

    // The operator's reason is not what it waits for.
    [Test]
    public async Task ApprovedStage_WaitsForNothing_AndNotForTheReason()
    {
        await using var site = await ShopSite.StartAsync();
        site.Serve(14);
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/rollouts/new-checkout");
        await visitor.Button("Approve").ClickAsync();
        await visitor.ConfirmAsync("the figures look good");
        await visitor.SeesAsync("Every gate is met");
        await visitor.GoAsync("#/rollouts");
        await visitor.SeesAsync("nothing: it goes on by itself");
        Assert.That(await visitor.Page.Locator("main").TextContentAsync(), Does.Not.Contain("the figures look good"));
    }

    // What the API tells where usage is measured, and what the page makes of it.
    [Test]
    public async Task Usage_IsShownWhereItIsMeasured_AndSaidToBeMissingElsewhere()
    {
        await using var site = await ShopSite.StartAsync();
        var visitor = await Visitor.ComeAsync(Browser, site.Address);
        await visitor.GoAsync("#/flags");
        await visitor.SeesAsync("not measured");
        const string usage = """
            { "since": "2026-11-01", "lastAsked": "2026-12-01T02:59:50Z", "perMinute": 1842, "answers": 9202, "recent": [120, 0, 150],
              "shares": { "on": 0.2, "off": 0.8 },
              "staleReason": "oneAnswer", "staleText": "one answer for everyone for 30 days" }
            """;
        await visitor.Page.RouteAsync("**/api/flags*", route => MeasuredAsync(route, answer =>
        {
            foreach (var row in answer["flags"]!.AsArray())
            {
                row!["usage"] = JsonNode.Parse(usage);
            }
        }));
        await visitor.Page.RouteAsync("**/api/flags/new-banner", route => MeasuredAsync(route, answer =>
        {
            answer["flag"]!["usage"] = JsonNode.Parse(usage);
            answer["usageHistory"] = JsonNode.Parse("""
                { "steps": [[1796093900, 30, 120], [1796093910, 0, 150], [1796093980, 80, 70]], "days": [{ "day": "2026-11-30", "on": 20000, "off": 80000 }] }
                """);
        }));

        await visitor.Page.Locator("#search").FillAsync("banner");
        await visitor.SeesAsync("on 20% · off 80%");
        await visitor.SeesAsync("same answer for everyone");
        Assert.That(await visitor.Page.Locator("svg.spark rect").CountAsync(), Is.EqualTo(2), "a step without answers has no column");
        Assert.That(await visitor.Page.Locator("#recent").TextContentAsync(), Does.Contain("120 0 150"));
        await visitor.GoAsync("#/flags/new-banner");
        Assert.That(await visitor.Page.Locator("svg.columns rect.on").CountAsync(), Is.EqualTo(3));
        await visitor.Button("Turn off for everyone").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("dialog"))
            .ToContainTextAsync("1,842 answers a minute, on 20% · off 80%. About 368 a minute would be off instead of on.");
        visitor.AssertNoObjections();
    }

    private static async Task MeasuredAsync(IRoute route, Action<JsonNode> change)
    {
        var response = await route.FetchAsync();
        var answer = JsonNode.Parse(await response.TextAsync())!;
        change(answer);
        await route.FulfillAsync(new() { Response = response, Body = answer.ToJsonString() });
    }

    private static RolloutPhase PhaseOf(ShopSite site, string flag = "eta-model") => site.Rollouts.GetStatus(flag)!.Record.Phase;

    private static async Task<IReadOnlyList<string>> ButtonsAsync(Visitor visitor) => await visitor.Page.Locator("#operations button").AllInnerTextsAsync();

    // The highest point of the red line lies above the dashed one.
    private static Task<bool> ReachesAsync(Visitor visitor) => visitor.Page.EvaluateAsync<bool>("""
        () => {
          const chart = document.querySelector('article.breached svg.chart:has(.line.over)');
          return chart.querySelector('.line.over').getBBox().y <= Number(chart.querySelector('.threshold').getAttribute('y1'));
        }
        """);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var left = 3_000; !isSo(); left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            await Task.Delay(10);
        }
    }
}
