using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Updating;

/// <summary>Documents that are good and probably not meant: a warning in status and log, and what to write.</summary>
internal sealed class DocumentWarningsTests
{
    [TestCase("""{ "percentage": 0.25 }""", "percentage: 0.25 is less than one percent, 2500 of a million users; for 25 percent write 25 "
        + """(where it is meant, { "of": 0.25, "by": "user" } says so)""")]
    [TestCase("""{ "percentage": 0.001 }""", "percentage: 0.001 is less than one percent, 10 of a million users; for 0.1 percent write 0.1 "
        + """(where it is meant, { "of": 0.001, "by": "user" } says so)""")]
    [TestCase("""{ "percentage": { "ramp": [{ "at": "2026-12-01T00:00:00Z", "of": 0.1 }, { "at": "2026-12-02T00:00:00Z", "of": 1 }] } }""",
        "percentage.ramp: the share ends at 1, which is 10000 of a million users: shares are in percent, and everybody is 100")]
    [TestCase("""{ "regions": ["China"] }""", "regions: 'China' is no code of a region, such as CN or CN-GD, and matches contexts that say the same; "
        + "did you mean 'CN'?")]
    [TestCase("""{ "regions": ["US", "cn_gd"] }""", "regions: 'cn_gd' is no code of a region, such as CN or CN-GD, and matches contexts that say the same; "
        + "did you mean 'CN-GD'?")]
    public void Rule_ThatIsProbablyNotMeant_IsAWarning(string rule, string warning)
    {
        using var flags = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""");

        Assert.That(flags.Status.Warnings, Is.EqualTo(new[] { "json(1): flags.f.rules.r." + warning }));
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [TestCase("""{ "percentage": 1 }""")]
    [TestCase("""{ "percentage": 0 }""")]
    [TestCase("""{ "percentage": { "of": 0.25, "by": "user" } }""")]
    [TestCase("""{ "percentage": { "ramp": [{ "at": "2026-12-01T00:00:00Z", "of": 0.1 }, { "at": "2026-12-02T00:00:00Z", "of": 100 }] } }""")]
    [TestCase("""{ "regions": ["CN", "cn-gd", "emea", "eu_west", "zone_1", "419"] }""")]
    public void Rule_ThatIsMeant_IsNone(string rule)
    {
        using var flags = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rules": { "r": {{rule}} } } } }""");

        Assert.That(flags.Status.Warnings, Is.Empty);
    }

    [TestCase("""{ "start": "2026-12-01T00:00:00Z", "stages": [{ "name": "a", "percentage": 0.1 }, { "name": "b", "percentage": 1 }] }""", "stages")]
    [TestCase("""{ "start": "2026-12-01T00:00:00Z", "ramp": { "from": 0, "to": 1, "over": "1.00:00:00" } }""", "ramp.to")]
    public void Rollout_ThatEndsAtOnePercent_IsAWarning(string rollout, string path)
    {
        using var flags = GrayEvaluator.FromJson($$"""{ "flags": { "f": { "rollout": {{rollout}} } } }""");

        Assert.That(flags.Status.Warnings.Single(), Does.StartWith($"json(1): flags.f.rollout.{path}: the share ends at 1, which is 10000 of a million users"));
    }

    [Test]
    public void Flags_OfNearlyOneName_AreAWarning()
    {
        using var flags = GrayEvaluator.FromJson("""{ "flags": { "new-checkout": true, "new_checkout": false, "new-checkout-2": true } }""");

        Assert.That(
            flags.Status.Warnings,
            Is.EqualTo(new[] { "json(1): flags.new_checkout: it is another flag than 'new-checkout', whose name is nearly the same" }));
    }

    [Test]
    public void Warnings_AreLimited()
    {
        var all = string.Join(", ", Enumerable.Range(0, 50).Select(number => $$"""
            "f{{number}}": { "rules": { "r": { "percentage": 0.5 } } }
            """));
        using var flags = GrayEvaluator.FromJson($$"""{ "flags": { {{all}} } }""");

        Assert.That(flags.Status.Warnings, Has.Count.EqualTo(21));
        Assert.That(flags.Status.Warnings[20], Is.EqualTo("30 more oddities are not listed"));
    }

    [Test]
    public void FileThatHidesAVariable_IsAWarningOnceAndExplained()
    {
        using var folder = new TempFolder();
        using var logs = new RecordingLoggerFactory();
        var path = folder.Write("flags.json", """{ "flags": { "f": false, "same": true, "own": true } }""");
        var variables = new Dictionary<string, string?> { ["GrayFlags:Flags:f"] = "true", ["GrayFlags:Flags:same"] = "true" };
        var root = new ConfigurationBuilder().AddInMemoryCollection(variables).Build();
        using var flags = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddGrayFlags(root.GetSection("GrayFlags")).AddJsonFile(path);
            builder.Services.AddSingleton<ILoggerFactory>(logs);
        });

        var warning = $"{path} overrides what configuration:GrayFlags says of f: what is added later wins, also over variables of the environment";
        Assert.That(flags.Status.Warnings, Is.EqualTo(new[] { warning }));
        Assert.That(logs.Entries.Count(entry => entry.Message.Contains(warning, StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(flags.Explain("f").Origin, Is.EqualTo($"{path}, which overrides configuration:GrayFlags"));
        Assert.That(flags.Explain("f").ToString(), Does.Contain($"\n  Defined by {path}, which overrides configuration:GrayFlags."));
        Assert.That(flags.Explain("own").Origin, Is.EqualTo(path));
        Assert.That(flags.GetFlags().Single(flag => flag.Name == "f").Source, Is.EqualTo(path));
    }

    [Test]
    public void SourceThatIsTheOnlyOne_IsNotExplained()
    {
        using var flags = GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }"""))));

        Assert.That(flags.Explain("f").Origin, Is.Null);
    }
}
