using System.Text;
using GrayFlags.Documents;
using GrayFlags.Formats.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.FeatureManagement;

/// <summary>Documents that are seldom written: both libraries answer alike, and what throws there is refused here.</summary>
public sealed class OddDocumentTests
{
    private const string Variants = """
        "variants": [{ "name": "a" }, { "name": "b", "status_override": "Disabled" }]
        """;

    private static IEnumerable<TestCaseData> Flags =>
    [
        Newer("unknown-variant-of-a-user", $$"""
            "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "a", "user": [{ "variant": "nope", "users": ["ann"] }] }
            """),
        Newer("unknown-variant-of-a-group", $$"""
            "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "a", "group": [{ "variant": "nope", "groups": ["G"] }],
                "percentile": [{ "variant": "b", "from": 0, "to": 100 }] }
            """),
        Newer("unknown-variant-of-a-percentile", $$"""
            "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "a", "percentile": [{ "variant": "nope", "from": 0, "to": 100 }] }
            """),
        Newer("no-variant-of-a-user", $$"""
            "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "b", "user": [{ "users": ["ann"] }] }
            """),
        Newer("off-with-variants-that-are-words", """
            "enabled": false, "variants": [{ "name": "true", "configuration_value": 1 }, { "name": "false" }], "allocation": { "default_when_disabled": "true" }
            """),
        Newer("off-with-an-unknown-filter", """
            "enabled": false, "conditions": { "client_filters": [{ "name": "OurOwn" }] }
            """),
        Newer("off-with-a-percentile-that-is-none", $$"""
            "enabled": false, {{Variants}}, "allocation": { "default_when_disabled": "a", "percentile": [{ "variant": "b", "from": 50, "to": 10 }] }
            """),
        Newer("variant-in-another-case", $$"""
            "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "A" }
            """),
        Newer("percentile-without-from", $$"""
            "enabled": true, {{Variants}}, "allocation": { "percentile": [{ "variant": "a", "to": 60 }] }
            """),
        Newer("filter-without-a-name", """
            "enabled": true, "conditions": { "client_filters": [{ "parameters": {} }] }
            """),
        Newer("filter-without-a-name-beside-another", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "" }, { "name": "AlwaysOn" }] }
            """),
        Newer("enabled-is-empty", """
            "enabled": ""
            """),
        Newer("percentage-without-value", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.Percentage" }] }
            """),
        Newer("group-given-twice", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "Targeting", "parameters": { "Audience": {
                "Groups": [{ "Name": "G", "RolloutPercentage": 0 }, { "Name": "G", "RolloutPercentage": 100 }] } } }] }
            """),
        Newer("days-given-twice", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "TimeWindow", "parameters": {
                "Start": "2026-05-28T00:00:00Z", "End": "2026-05-28T18:00:00Z",
                "Recurrence": { "Pattern": { "Type": "Weekly", "DaysOfWeek": ["Thursday", "Thursday"] }, "Range": { "Type": "NoEnd" } } } }] }
            """),
        Older("older-with-variants", """
            { "EnabledFor": [{ "Name": "AlwaysOn" }], "Variants": [{ "Name": "a", "StatusOverride": "Disabled", "ConfigurationValue": 1 }],
                "Allocation": { "DefaultWhenEnabled": "a" } }
            """),
        Older("older-with-newer-variants", """
            { "EnabledFor": [{ "Name": "AlwaysOn" }], "variants": [{ "name": "a", "status_override": "Disabled" }],
                "allocation": { "default_when_enabled": "a" } }
            """),
        Older("older-with-conditions", """
            { "conditions": { "client_filters": [{ "name": "AlwaysOn" }] } }
            """),
        Older("older-with-requirement-of-the-newer", """
            { "requirement_type": "All", "EnabledFor": [{ "Name": "AlwaysOn" }, { "Name": "Microsoft.Percentage", "Parameters": { "Value": 0 } }] }
            """),
        Older("older-with-a-text", "\"perhaps\""),
        Older("older-on", "{ \"EnabledFor\": true }"),
        Older("older-off", "{ \"EnabledFor\": false }"),
        Newer("variant-without-a-name", """
            "enabled": true, "variants": [{ "configuration_value": 1 }, { "name": "a" }], "allocation": { "default_when_enabled": "a" }
            """),
        Newer("targeting-of-nobody", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "Targeting", "parameters": { "Audience": {
                "Users": ["ann"], "Exclusion": { "Groups": ["H"] }, "DefaultRolloutPercentage": 50 } } }] }
            """),
        Newer("contextual-targeting", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "ContextualTargeting", "parameters": {
                "Audience": { "DefaultRolloutPercentage": 100 } } }] }
            """),
        Newer("on", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "On" }] }
            """),
        Newer("always-on-of-microsoft", """
            "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.AlwaysOn" }] }
            """),
    ];

    [TestCaseSource(nameof(Flags))]
    public async Task OddFlag_IsAnsweredAlike_AndRefusedWhereTheyThrow(string json)
    {
        using var peer = new FeatureManagementPeer(json, ignoreCase: false);
        var read = FeatureManagementFormat.Instance.Read(Encoding.UTF8.GetBytes(json), new DocumentReaderOptions());
        var differences = new List<string>();
        using var ours = read.Document is { } document ? Of(document) : null;
        foreach (var user in new[] { "ann", "bob", "han", "guo", "", null })
        {
            string theirs;
            try
            {
                var (enabled, variant) = await peer.AskAsync("f", user, ["G"]);
                theirs = $"{enabled}, {variant}";
            }
            catch (Exception exception)
            {
                theirs = $"throws {exception.GetType().Name}";
            }

            var decision = ours?.Evaluate("f", new GrayContext(user) { ["groups"] = new[] { "G" } });
            var answer = decision is null ? $"refused: {read.Problems[0].Message}" : $"{decision.Value.Enabled}, {decision.Value.Variant}";
            var isAlike = decision is null ? theirs.StartsWith("throws", StringComparison.Ordinal) : answer == theirs;
            if (!isAlike)
            {
                differences.Add($"{user}: {answer} instead of {theirs}");
            }
        }

        Assert.That(differences, Is.Empty);
    }

    [TestCase("Any", Description = "three calls in four")]
    [TestCase("All", Description = "one call in four")]
    public async Task TwoDraws_AreIndependent(string requirement)
    {
        var json = $$"""
            { "feature_management": { "feature_flags": [{ "id": "f", "enabled": true, "conditions": {
                "requirement_type": "{{requirement}}", "client_filters": [
                    { "name": "Microsoft.Percentage", "parameters": { "Value": 50 } },
                    { "name": "Microsoft.Percentage", "parameters": { "Value": 50 } }] } }] } }
            """;
        using var peer = new FeatureManagementPeer(json, ignoreCase: false);
        using var ours = FeatureManagementFormat.Instance.Evaluator(json);
        const int Calls = 20_000;
        int theirOn = 0, ourOn = 0;
        for (var call = 0; call < Calls; call++)
        {
            theirOn += (await peer.AskAsync("f", "ann", [])).Enabled ? 1 : 0;
            ourOn += ours.IsEnabled("f", new GrayContext("ann")) ? 1 : 0;
        }

        Assert.That(ourOn, Is.EqualTo(theirOn).Within(Calls / 20));
    }

    [TestCase("""
        "Start": "2026-06-04T13:00:00"
        """)]
    [TestCase("""
        "Start": "2026-06-04T13:00:00Z", "End": "Fri, 05 Jun 2026 13:00:00"
        """)]
    [TestCase("""
        "Start": "2026-06-04T13:00:00Z", "End": "2026-06-04T14:00:00Z",
        "Recurrence": { "Pattern": {}, "Range": { "Type": "EndDate", "EndDate": "2026-07-01" } }
        """)]
    public void TimeWithoutOffset_IsAnotherInstantOnEachMachineThere_AndRefused(string parameters) => Assert.That(
        FeatureManagementFormat.Instance.Problems($$"""
            { "feature_management": { "feature_flags": [{ "id": "f", "enabled": true, "conditions": { "client_filters": [{ "name": "TimeWindow",
                "parameters": { {{parameters}} } }] } }] } }
            """),
        Has.One.Contains("has no offset"));

    [Test]
    public async Task FlagWithoutAnId_IsNone()
    {
        const string Json = """
            { "feature_management": { "feature_flags": [{ "enabled": true }, { "id": "f", "enabled": true }] } }
            """;
        using var peer = new FeatureManagementPeer(Json, ignoreCase: false);
        using var ours = FeatureManagementFormat.Instance.Evaluator(Json);

        Assert.That((ours.IsEnabled("f"), (await peer.AskAsync("f", "ann", [])).Enabled), Is.EqualTo((true, true)));
    }

    [Test]
    public void Configuration_ThatLeavesOutAFlag_WarnsOfIt()
    {
        var configuration = Configuration("""
            { "FeatureManagement": { "good": true, "odd": { "EnabledFor": [{ "Name": "Moon" }] } } }
            """);
        using var flags = GrayEvaluator.Create(builder => builder.AddFeatureManagement(configuration, options => options.LeavesOutRefusedFlags = true));

        Assert.That(flags.IsEnabled("good"), Is.True);
        Assert.That(flags.Status.Warnings, Has.Some.Contains("Moon"));
    }

    [Test]
    public void SectionOfFlags_IsRead_AsTheirsIs()
    {
        var configuration = Configuration("""
            { "MyFlags": { "good": true } }
            """);
        using var flags = GrayEvaluator.Create(builder => builder.AddFeatureManagement(configuration.GetSection("MyFlags")));

        Assert.That(flags.IsEnabled("good"), Is.True);
    }

    private static IConfigurationRoot Configuration(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    private static GrayEvaluator Of(FlagDocument document) => GrayEvaluator.Create(
        builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Converted.Now)));

    private static TestCaseData Newer(string name, string fields) =>
        new TestCaseData($$"""{ "feature_management": { "feature_flags": [{ "id": "f", {{fields}} }] } }""").SetArgDisplayNames(name);

    private static TestCaseData Older(string name, string flag) =>
        new TestCaseData($$"""{ "FeatureManagement": { "f": {{flag}} } }""").SetArgDisplayNames(name);

    [Test]
    public void Read_FlagThatIsOff_KeepsItsFiltersForTheDayWhenItIsTurnedOn()
    {
        var document = FeatureManagementFormat.Instance.Document("""
            { "feature_management": { "feature_flags": [{ "id": "f", "enabled": false,
                "conditions": { "client_filters": [{ "name": "Microsoft.Targeting", "parameters": { "Audience": { "Users": ["ann"] } } }] } }] } }
            """);

        var flag = document.Flags["f"];

        Assert.That((flag.Enabled, flag.Rules?.Count), Is.EqualTo(((bool?)false, (int?)1)));
    }
}
