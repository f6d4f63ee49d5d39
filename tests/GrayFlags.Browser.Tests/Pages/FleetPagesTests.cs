using System.Text;
using GrayFlags.Browser.Tests.Kit;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Fleet.Tests.PostgreSql;
using Microsoft.Playwright;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Two nodes on one PostgreSQL, each with its pages: what happens on one is seen on the other without a reload, and holds on both.</summary>
public sealed class FleetPagesTests : BrowserFixture
{
    private const string Rules = """
        { "flags": { "banner": true, "checkout": { "rollout": {
            "stages": [{ "name": "half", "percentage": 50, "hold": "10:00:00" }, { "name": "all", "percentage": 100 }], "settle": "00:00:01",
            "guards": { "errors": { "metric": "error", "onBreach": "rollback" } },
            "health": { "splitMismatch": "none", "silentArm": "none" } } } } }
        """;

    private readonly List<FleetNode> _nodes = [];
    private PostgresServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await PostgresServer.StartAsync();
        foreach (var name in new[] { "web-1", "web-2" })
        {
            _nodes.Add(await FleetNode.StartAsync(name, _server.ConnectionString()));
        }

        var published = await _nodes[0].Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(Rules), new DocumentChange("mei", "the first flags", null));
        Assert.That(published.Outcome, Is.EqualTo(PublishOutcome.Published), string.Join('\n', published.Problems));
        await Eventually.TrueAsync(() => AllAre(RolloutPhase.Running), "both nodes run the rollout");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _server?.Dispose();
    }

    [Test]
    public async Task WhatHappensOnOneNode_IsSeenOnThePageOfAnother_AndCanBeOperatedThere()
    {
        var pages = new List<Visitor>();
        foreach (var node in _nodes)
        {
            var visitor = await Visitor.ComeAsync(Browser, node.Address);
            await visitor.GoAsync("#/rollouts/checkout");
            await visitor.SeesAsync("▶ running");
            await visitor.Page.EvaluateAsync("window.isTheSame = true");
            pages.Add(visitor);
        }

        // Only the first node has customers: what it counts is the evidence of all.
        var user = 0;
        await Eventually.TrueAsync(
            () =>
            {
                for (var call = 0; call < 5; call++)
                {
                    _nodes[0].Call($"u{user++}");
                }

                return AllAre(RolloutPhase.RolledBack);
            },
            "both have rolled back");
        await pages[1].SeesAsync("✗ rolled back");
        await pages[1].SeesAsync("By a guard:");
        await Assertions.Expect(pages[1].Page.Locator("article.breached .line.over").First).ToBeVisibleAsync();
        await pages[0].SeesAsync("✗ rolled back");

        await OperateAsync(pages[1], "Cancel the rollout", "not this year");
        await pages[0].SeesAsync("not this year");
        await Eventually.TrueAsync(() => AllAre(RolloutPhase.Cancelled), "both have cancelled");
        foreach (var page in pages)
        {
            Assert.That(await page.Page.EvaluateAsync<bool>("window.isTheSame"), Is.True, "without a reload");
            page.AssertNoObjections();
        }
    }

    [Test]
    public async Task KillSwitch_OnThePageOfOneNode_HoldsOnBoth_AndIsSeenOnBoth()
    {
        var there = await Visitor.ComeAsync(Browser, _nodes[1].Address);
        var here = await Visitor.ComeAsync(Browser, _nodes[0].Address);
        await here.GoAsync("#/flags/banner");
        await OperateAsync(here, "Turn off for everyone", "fraud");

        await there.SeesAsync("fraud");
        await Eventually.TrueAsync(() => _nodes.TrueForAll(static node => !node.Flags.IsEnabled("banner", new GrayContext("ann"))), "it is off on both");
        there.AssertNoObjections();
        here.AssertNoObjections();
    }

    private bool AllAre(RolloutPhase phase) => _nodes.TrueForAll(node => node.Status?.Record.Phase == phase);

    private static async Task OperateAsync(Visitor visitor, string button, string reason)
    {
        await visitor.Button(button).ClickAsync();
        await visitor.Page.GetByLabel("Reason (for the audit)").FillAsync(reason);
        await visitor.Page.Locator("dialog button[type=submit]").ClickAsync();
    }
}
