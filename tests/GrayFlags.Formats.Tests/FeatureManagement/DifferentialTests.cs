using System.Globalization;
using GrayFlags.Formats.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.FeatureManagement;

/// <summary>An app of Microsoft.FeatureManagement is moved over: over the same configuration both answer alike, for every user.</summary>
public sealed class DifferentialTests
{
    private const int FlagsOfADocument = 40;
    private const int UsersOfADocument = 60;

    private const string Exclusion = """
        , "Exclusion": { "Users": ["Alice1"], "Groups": ["Ring1"] }
        """;

    private static readonly string[] Groups = ["Ring0", "Ring1", "环2", "OTHER"];

    [Test]
    public async Task Answers_AreTheSame([Range(1, 4)] int seed, [Values] bool ignoreCase)
    {
        var random = new Random(seed);
        var json = Document(random);
        using var peer = new FeatureManagementPeer(json, ignoreCase);
        using var ours = Ours(peer.Configuration, ignoreCase);

        var differences = new List<string>();
        for (var index = 0; index < FlagsOfADocument * UsersOfADocument; index++)
        {
            var flag = $"flag-{index % FlagsOfADocument}";
            var user = User(random);
            var groups = Groups.Where(_ => random.Next(3) == 0).Select(group => random.Next(4) == 0 ? group.ToUpperInvariant() : group).ToArray();

            var theirs = await peer.AskAsync(flag, user, groups);

            var context = new GrayContext(user) { ["groups"] = groups };
            var decision = ours.Evaluate(flag, context);
            if ((decision.Enabled, decision.Variant) != theirs || ours.IsEnabled(flag, context) != theirs.Enabled)
            {
                differences.Add($"{flag} for '{user}' in {string.Join(' ', groups)}: {decision.Enabled}, {decision.Variant} instead of {theirs}");
            }
        }

        Assert.That(differences, Is.Empty);
    }

    private static GrayEvaluator Ours(IConfiguration configuration, bool ignoreCase) => GrayEvaluator.Create(
        builder => builder.AddFeatureManagement(configuration, options => options.IgnoreCase = ignoreCase)
            .Services.AddSingleton<TimeProvider>(new ManualTimeProvider(Converted.Now)));

    private static string User(Random random) => random.Next(5) switch
    {
        0 => $"用户{random.Next(40)}",
        1 => $"Alice{random.Next(3)}",
        2 => $"USER-{random.Next(400)}",
        _ => $"user-{random.Next(400)}",
    };

    private static string Document(Random random)
    {
        var flags = Enumerable.Range(0, FlagsOfADocument).Select(index => Flag(random, index));
        return $$"""{ "feature_management": { "feature_flags": [{{string.Join(",", flags)}}] } }""";
    }

    private static string Flag(Random random, int index)
    {
        var filters = Enumerable.Range(0, random.Next(4)).Select(_ => Filter(random));
        var requirement = random.Next(3) switch { 0 => ", \"requirement_type\": \"All\"", 1 => ", \"requirement_type\": \"any\"", _ => "" };
        return $$"""
            { "id": "flag-{{index}}", "enabled": {{(random.Next(8) == 0 ? "false" : "true")}},
              "conditions": { "client_filters": [{{string.Join(",", filters)}}]{{requirement}} }{{(random.Next(2) == 0 ? "" : Variants(random))}} }
            """;
    }

    private static string Filter(Random random) => random.Next(5) switch
    {
        0 => """{ "name": "AlwaysOn" }""",
        1 => $$"""
            { "name": "Microsoft.TimeWindow", "parameters": { "Start": "{{At(random)}}"{{(random.Next(2) == 0 ? $", \"End\": \"{At(random)}\"" : "")}} } }
            """,
        _ => $$"""
            { "name": "Microsoft.Targeting", "parameters": { "Audience": {
                "Users": ["Alice0", "用户1"],
                "Groups": [{ "Name": "Ring0", "RolloutPercentage": {{Percent(random)}} }, { "Name": "环2", "RolloutPercentage": {{Percent(random)}} }],
                "DefaultRolloutPercentage": {{Percent(random)}}{{(random.Next(2) == 0 ? "" : Exclusion)}} } } }
            """,
    };

    private static string Variants(Random random)
    {
        var middle = random.Next(1, 100);
        string[] statuses = ["None", "Enabled", "Disabled"];
        return $$"""
            , "variants": [{ "name": "a", "configuration_value": 1, "status_override": "{{statuses[random.Next(3)]}}" },
                { "name": "b", "configuration_value": "text" }, { "name": "c", "status_override": "{{statuses[random.Next(3)]}}" }],
              "allocation": { "default_when_enabled": "a", "default_when_disabled": "{{(random.Next(2) == 0 ? "c" : "a")}}",
                "user": [{ "variant": "b", "users": ["Alice2", "用户3"] }], "group": [{ "variant": "c", "groups": ["OTHER"] }],
                "percentile": [{ "variant": "a", "from": 0, "to": {{middle}} },
                    { "variant": "b", "from": {{middle}}, "to": {{(random.Next(2) == 0 ? 100 : middle)}} }]
                {{(random.Next(2) == 0 ? "" : $", \"seed\": \"seed-{random.Next(3)}\"")}} }
            """;
    }

    private static string At(Random random) => Converted.Now.AddHours(random.Next(-30, 30)).ToString("r", CultureInfo.InvariantCulture);

    private static string Percent(Random random) => random.Next(5) switch
    {
        0 => "0",
        1 => "100",
        _ => (random.Next(1, 1_000_000) / 10_000m).ToString(CultureInfo.InvariantCulture),
    };
}
