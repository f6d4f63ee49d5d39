using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>The list of all flags for overview pages and clean-up jobs.</summary>
internal sealed class FlagListTests
{
    private const string Document =
        """
        { "off": ["Killed"], "flags": {
          "rules": { "owner": "shop", "tags": ["sale", "web"], "description": "why", "expires": "2026-03-01", "rules": { "r": { "users": ["ana"] } } },
          "killed": { "rules": { "r": { "users": ["ana"] } } },
          "On": true,
          "closed": { "enabled": false, "rules": { "r": { "users": ["ana"] } } },
          "never": false,
          "staged": { "rollout": { "start": "2026-01-01T00:00:00Z", "stages": [ { "name": "few", "percentage": 5 } ] } } } }
        """;

    [Test]
    public void Flags_OfEveryKind_AreListedByName()
    {
        using var evaluator = GrayEvaluator.FromJson(Document);

        Assert.That(
            evaluator.GetFlags().Select(flag => (flag.Name, flag.Kind, flag.IsKilled)),
            Is.EqualTo(new[]
            {
                ("closed", FlagKind.Off, false),
                ("killed", FlagKind.Rules, true),
                ("never", FlagKind.Off, false),
                ("On", FlagKind.On, false),
                ("rules", FlagKind.Rules, false),
                ("staged", FlagKind.Rollout, false),
            }));
    }

    // "expires": the last day in UTC, by the README.
    [TestCase("2026-03-01T23:59:59Z", false)]
    [TestCase("2026-03-02T00:00:00Z", true)]
    public void Words_OfTheAuthor_AreThere(string now, bool isExpired)
    {
        var provider = new InMemoryRuleProvider(name: "table");
        provider.SetJson(Document);
        var clock = new ManualTimeProvider();
        clock.Advance(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture) - clock.GetUtcNow());
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddProvider(provider);
        });

        var flag = evaluator.GetFlags().Single(flag => flag.Name == "rules");

        Assert.That((flag.Owner, flag.Description, flag.Source), Is.EqualTo(("shop", "why", "table")));
        Assert.That(flag.Tags, Is.EqualTo(new[] { "sale", "web" }));
        Assert.That((flag.Expires, flag.IsExpired), Is.EqualTo(((FlagExpiry?)new DateOnly(2026, 3, 1), isExpired)));
    }

    [Test]
    public async Task List_FollowsReloadsAndOperators()
    {
        var provider = new InMemoryRuleProvider();
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(provider));
        Assert.That(evaluator.GetFlags(), Is.Empty);

        provider.SetJson("""{ "flags": { "a": true } }""");
        await evaluator.TurnOffAsync("A", "ann", "it melts");
        Assert.That(evaluator.GetFlags().Select(flag => (flag.Name, flag.IsKilled)), Is.EqualTo(new[] { ("a", true) }));

        provider.SetJson("""{ "flags": { "a": true, "b": true } }""");
        await evaluator.TurnOnAsync("a", "ann", "mended");
        Assert.That(evaluator.GetFlags().Select(flag => (flag.Name, flag.IsKilled)), Is.EqualTo(new[] { ("a", false), ("b", false) }));
    }
}
