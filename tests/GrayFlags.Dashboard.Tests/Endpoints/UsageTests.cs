using System.Text.Json;
using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>The usage of flags in the answers of the API.</summary>
public sealed class UsageTests
{
    [Test]
    public async Task Off_NothingIsMeasured_AndNothingIsSaid()
    {
        await using var site = await DashboardSiteOfTests.StartAsync();
        Ask(site, "plain", "bob");
        var (summary, list, flag) = (
            await site.GetAsync("/flags/api/summary"), await site.GetAsync("/flags/api/flags"), await site.GetAsync("/flags/api/flags/plain"));

        Assert.That(summary.GetProperty("isUsageMeasured").GetBoolean(), Is.False);
        Assert.That(list.GetProperty("flags").EnumerateArray().Any(static row => row.TryGetProperty("usage", out _)), Is.False);
        Assert.That(flag.TryGetProperty("usageHistory", out _), Is.False);
    }

    [Test]
    public async Task On_RowsHaveTheLastCall_TheRateAndTheShares()
    {
        await using var site = await StartAsync();
        Ask(site, "plain", "ann");
        Ask(site, "plain", "bob");
        Ask(site, "plain", "bob");
        Ask(site, "plain", "bob");
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var list = await site.GetAsync("/flags/api/flags");
        var rows = list.GetProperty("flags").EnumerateArray().ToDictionary(static row => row.GetProperty("name").GetString()!);
        var usage = rows["plain"].GetProperty("usage");

        Assert.That(usage.GetProperty("perMinute").GetDouble(), Is.EqualTo(4));
        Assert.That(usage.GetProperty("shares").ToString(), Is.EqualTo("""{"on":0.25,"off":0.75}"""));
        Assert.That(usage.GetProperty("lastAsked").GetDateTimeOffset(), Is.EqualTo(site.Clock.GetUtcNow().AddSeconds(-50)));
        Assert.That(rows["stored"].GetProperty("usage").ToString(), Is.EqualTo("""{"since":"2026-12-01","perMinute":0,"answers":0}"""));
    }

    [Test]
    public async Task Flag_HasItsAnswersOverTime()
    {
        await using var site = await StartAsync();
        var began = site.Clock.GetUtcNow().ToUnixTimeSeconds();
        Ask(site, "plain", "ann");
        site.Clock.Advance(TimeSpan.FromSeconds(20));
        Ask(site, "plain", "ann");
        Ask(site, "plain", "ann");
        var flag = await site.GetAsync("/flags/api/flags/plain");
        var history = flag.GetProperty("usageHistory");

        Assert.That(history.GetProperty("steps").ToString(), Is.EqualTo($"[[{began + 10},1,0],[{began + 20},2,0]]"));
        Assert.That(history.GetProperty("days")[0].ToString(), Is.EqualTo("""{"day":"2026-12-01","on":3,"off":0}"""));
        Assert.That(
            flag.GetProperty("flag").GetProperty("usage").GetProperty("recent").ToString(),
            Is.EqualTo($"[{string.Concat(Enumerable.Repeat("0,", 28))}1,2]"));
    }

    [Test]
    public async Task Stale_IsInTheSummary_AndAFilter()
    {
        await using var site = await StartAsync();
        for (var day = 0; day < 8; day++)
        {
            Ask(site, "plain", "bob");
            site.Clock.Suspend(TimeSpan.FromDays(1));
        }

        var found = (await site.GetAsync("/flags/api/flags?state=stale")).GetProperty("flags").EnumerateArray().ToList();
        Assert.That(Names((await site.GetAsync("/flags/api/summary")).GetProperty("stale")), Is.EqualTo("checkout stored"));
        Assert.That(found.Select(static row => row.GetProperty("name").GetString()), Is.EqualTo(new[] { "checkout", "stored" }));
        Assert.That(found[0].GetProperty("usage").GetProperty("staleReason").GetString(), Is.EqualTo("notAsked"));
    }

    private static Task<DashboardSiteOfTests> StartAsync() => DashboardSiteOfTests.StartAsync(static options =>
    {
        DashboardSiteOfTests.Open(options);
        options.Usage = true;
    });

    private static void Ask(DashboardSiteOfTests site, string flag, string user) =>
        site.Services.GetRequiredService<IGrayEvaluator>().IsEnabled(flag, new GrayContext(user));

    private static string Names(JsonElement names) => string.Join(' ', names.EnumerateArray());
}
