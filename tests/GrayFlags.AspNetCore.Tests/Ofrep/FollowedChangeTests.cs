using System.Globalization;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>The stream, by what it is to follow: flags that are shown and no others, and the clock.</summary>
[Fault("R13")]
public sealed class FollowedChangeTests
{
    private const string Refetch = "\"type\":\"refetchEvaluation\"";

    // The stream of all flags knows of the change when it is told, and so does the other: what comes next there is a beat.
    [Test]
    public async Task Change_OfAHiddenFlag_IsNotTold_WhereItIsHidden()
    {
        var clock = new ManualTimeProvider();
        await using var site = await StartAsync("""{ "flags": { "shown": { "clientSide": true, "default": false }, "hidden": false } }""", clock);
        using var shown = await EventStreamReader.OpenAsync(site);
        using var all = await EventStreamReader.OpenAsync(site, "/all/ofrep/v1/events");
        await shown.NextAsync();
        await all.NextAsync();

        site.Rules.SetJson("""{ "flags": { "shown": { "clientSide": true, "default": false }, "hidden": true } }""");

        Assert.That(await all.NextAsync(), Does.Contain(Refetch));
        Assert.That(await NextAsync(shown, clock), Is.EqualTo(":"));
        site.Rules.SetJson("""{ "flags": { "shown": { "clientSide": true, "default": true }, "hidden": true } }""");
        Assert.That(await shown.NextAsync(), Does.Contain(Refetch));
    }

    // While a share of a shown flag moves: each minute is told, and that something else has changed within one is not.
    [Test]
    public async Task Change_OfAHiddenFlag_IsNotTold_WhileAShareMoves()
    {
        const string Moving = """
            "shown": { "clientSide": true, "rules": { "r": { "percentage": { "shape": "linear", "ramp": [
                { "at": "2026-01-01T00:00:00Z", "of": 0 }, { "at": "2026-01-01T10:00:00Z", "of": 100 } ] } } } }
            """;
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2026-01-01T01:00:05Z", CultureInfo.InvariantCulture));
        await using var site = await StartAsync($$"""{ "flags": { {{Moving}}, "hidden": false } }""", clock);
        using var shown = await EventStreamReader.OpenAsync(site);
        using var all = await EventStreamReader.OpenAsync(site, "/all/ofrep/v1/events");
        await shown.NextAsync();
        await all.NextAsync();
        clock.Advance(TimeSpan.FromSeconds(5));

        site.Rules.SetJson($$"""{ "flags": { {{Moving}}, "hidden": true } }""");

        Assert.That(await all.NextAsync(), Does.Contain(Refetch));
        Assert.That(await NextAsync(shown, clock), Is.EqualTo(":"));
    }

    [Test]
    public async Task Window_EachOfItsEdges_IsTold()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2026-03-01T08:00:00Z", CultureInfo.InvariantCulture));
        await using var site = await StartAsync(
            """
            { "flags": { "f": { "clientSide": true, "rules": { "r": { "window": {
                "start": "2026-03-01T09:00:00Z", "end": "2026-03-01T10:00:00Z" } } } } } }
            """,
            clock);
        using var events = await EventStreamReader.OpenAsync(site);
        await events.NextAsync();
        foreach (var (hour, answer) in new[] { (9, "f=true TARGETING_MATCH on"), (10, "f=false DEFAULT off") })
        {
            // A little beyond the edge, and no further: whoever tells of it may be slower than this clock.
            var edge = new DateTimeOffset(2026, 3, 1, hour, 1, 0, TimeSpan.Zero);
            var block = ":";
            while (block == ":")
            {
                block = await NextAsync(events, clock, edge);
            }

            Assert.That(block, Does.Contain(Refetch));
            Assert.That(await site.AnswersAsync(), Is.EqualTo(answer));
        }
    }

    // Time passes until the stream says something, by a beat at a time.
    private static async Task<string?> NextAsync(EventStreamReader events, ManualTimeProvider clock, DateTimeOffset? until = null)
    {
        var next = events.NextAsync();
        for (var left = 300; !next.IsCompleted; left--)
        {
            Assert.That(left, Is.GreaterThan(0));
            if (until is null || clock.GetUtcNow() < until)
            {
                clock.Advance(TimeSpan.FromSeconds(15));
            }

            await Task.WhenAny(next, Task.Delay(100));
        }

        return await next;
    }

    private static Task<TestSite> StartAsync(string rules, ManualTimeProvider clock) => TestSite.StartAsync(
        rules,
        app =>
        {
            app.MapGrayOfrep(o => o.EventSpread = TimeSpan.Zero);
            app.MapGroup("/all").MapGrayOfrep(o => (o.Flags, o.AllowAnonymous, o.EventSpread) = (FlagSelection.All, true, TimeSpan.Zero));
        },
        services: services => services.AddSingleton<TimeProvider>(clock));
}
