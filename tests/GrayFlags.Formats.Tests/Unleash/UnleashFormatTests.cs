using System.Text.Json;
using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Unleash;

public sealed class UnleashFormatTests
{
    [TestCase(null, ExpectedResult = false)]
    [TestCase("122", ExpectedResult = true, Description = "murmur3 of AB12A:122 is 1062108722: position 22 of 100")]
    public bool Rollout_AdmitsByTheHashOfUnleash(string? user)
    {
        using var flags = UnleashFormat.Instance.Evaluator(Feature("""
            "strategies": [{ "name": "gradualRolloutUserId", "parameters": { "percentage": "23", "groupId": "AB12A" } }]
            """));

        return flags.IsEnabled("f", new GrayContext(user));
    }

    [Test]
    public void Rollout_OfFewer_DoesNotAdmitTheLastPosition()
    {
        using var flags = UnleashFormat.Instance.Evaluator(Feature("""
            "strategies": [{ "name": "gradualRolloutUserId", "parameters": { "percentage": "22", "groupId": "AB12A" } }]
            """));

        Assert.That(flags.IsEnabled("f", new GrayContext("122")), Is.False);
    }

    [Test]
    public void Rollout_WithoutAnyUnit_IsDrawnAtEachCall()
    {
        using var flags = UnleashFormat.Instance.Evaluator(Feature("""
            "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "50", "stickiness": "default", "groupId": "g" } }]
            """));

        var on = Enumerable.Range(0, 400).Count(_ => flags.IsEnabled("f", new GrayContext()));

        Assert.That(on, Is.InRange(100, 300));
    }

    [Test]
    public void Rollout_ByANamedUnitThatIsMissing_AdmitsNobody()
    {
        using var flags = UnleashFormat.Instance.Evaluator(Feature("""
            "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "100", "stickiness": "tenant", "groupId": "g" } }]
            """));

        Assert.That(flags.IsEnabled("f", new GrayContext("ana")), Is.False);
        Assert.That(flags.IsEnabled("f", new GrayContext { ["tenant"] = "t-1" }), Is.True);
    }

    [Test]
    public void Payload_OfJson_IsJson()
    {
        using var flags = UnleashFormat.Instance.Evaluator(Feature("""
            "strategies": [], "variants": [{ "name": "a", "weight": 1, "payload": { "type": "json", "value": "{\"size\": 7}" } }]
            """));

        Assert.That(flags.GetValue<JsonElement>("f", new GrayContext("ana"), default).GetProperty("size").GetInt32(), Is.EqualTo(7));
    }

    [Test]
    public void Dependencies_GoOneLevelDeep()
    {
        const string Json = """
            { "features": [
                { "name": "root", "enabled": true, "strategies": [] },
                { "name": "parent", "enabled": true, "strategies": [], "dependencies": [{ "feature": "root" }] },
                { "name": "child", "enabled": true, "strategies": [], "dependencies": [{ "feature": "parent" }] },
                { "name": "orphan", "enabled": true, "strategies": [], "dependencies": [{ "feature": "nobody" }] },
                { "name": "against", "enabled": true, "strategies": [], "dependencies": [{ "feature": "root", "enabled": false }] }] }
            """;

        using var flags = UnleashFormat.Instance.Evaluator(Json);

        Assert.That(flags.GetFlags().Select(flag => flag.Name).Where(flag => flags.IsEnabled(flag)), Is.EquivalentTo(new[] { "root", "parent" }));
    }

    [TestCase("""{ "name": "flexibleRollout", "parameters": { "rollout": "12.5" } }""", "12.5")]
    [TestCase("""{ "name": "moonPhase" }""", "moonPhase")]
    [TestCase("""{ "name": "default", "constraints": [{ "contextName": "request", "operator": "IN", "values": ["a"] }] }""", "request")]
    public void WhatCannotBeSaid_IsRefused_WithTheReason(string strategy, string reason) =>
        Assert.That(UnleashFormat.Instance.Problems(Feature($"\"strategies\": [{strategy}]")), Has.One.StartsWith("f: ").And.Contains(reason));

    [Test]
    public void StrategyOfTheApp_BecomesACondition()
    {
        var format = new UnleashFormat(new UnleashFormatOptions { CustomStrategies = ["moonPhase"] });

        var document = format.Document(Feature("""
            "strategies": [{ "name": "moonPhase", "parameters": { "phase": "full" } }]
            """));

        var condition = document.Flags["f"].Rules!["strategy-1"].All![0].Custom!["moonPhase"];
        Assert.That(condition.Parameters!.Value.GetProperty("phase").GetString(), Is.EqualTo("full"));
    }

    [Test]
    public void Document_ThatIsNone_IsRefused()
    {
        Assert.That(UnleashFormat.Instance.Problems("{"), Has.Count.EqualTo(1));
        Assert.That(UnleashFormat.Instance.Problems("[]"), Has.Count.EqualTo(1));
        Assert.That(UnleashFormat.Instance.Problems("{}"), Has.Count.EqualTo(1));
        Assert.That(UnleashFormat.Instance.Document("""{ "features": [] }""").Flags, Is.Empty);
    }

    [Test]
    public void Names_ThatDifferInCaseOnly_AreRefused() => Assert.That(
        UnleashFormat.Instance.Problems("""{ "features": [{ "name": "a", "enabled": true }, { "name": "A", "enabled": true }] }"""),
        Has.One.Contains("ignore case"));

    private static string Feature(string fields) => $$"""{ "features": [{ "name": "f", "enabled": true, {{fields}} }] }""";
}
