using GrayFlags.Formats.Tests.Kit;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.FeatureManagement;

public sealed class FeatureManagementFormatTests
{
    [Test]
    public void OldSchema_IsRead_AndTheNewOneWins()
    {
        using var flags = FeatureManagementFormat.Instance.Evaluator("""
            { "FeatureManagement": { "plain": true, "off": false, "empty": {}, "Both": true,
                "half": { "RequirementType": "All",
                    "EnabledFor": [{ "Name": "AlwaysOn" }, { "Name": "TimeWindow", "Parameters": { "Start": "2026-06-04T00:00:00Z" } }] } },
              "feature_management": { "feature_flags": [{ "id": "both", "enabled": false }] } }
            """);

        Assert.That(flags.GetFlags().Select(flag => flag.Name).Where(flag => flags.IsEnabled(flag)), Is.EquivalentTo(new[] { "plain", "half" }));
    }

    [TestCase("""{ "id": "f", "enabled": true, "conditions": { "client_filters": [{ "name": "Browser" }] } }""", "filter 'Browser'")]
    [TestCase("""{ "id": "f", "enabled": "perhaps" }""", "'enabled' is 'perhaps'")]
    [TestCase("""{ "id": "f g", "enabled": true }""", "is not a name")]
    [TestCase("""{ "id": "f", "enabled": true, "variants": [{ "name": "a", "status_override": "Perhaps" }] }""", "'Perhaps'")]
    [TestCase(
        """
        { "id": "f", "enabled": true,
          "conditions": { "client_filters": [{ "name": "Targeting", "parameters": { "Audience": { "DefaultRolloutPercentage": 101 } } }] } }
        """,
        "101")]
    public void WhatCannotBeSaid_IsRefused_WithTheReason(string flag, string reason) => Assert.That(
        FeatureManagementFormat.Instance.Problems($$"""{ "feature_management": { "feature_flags": [{{flag}}] } }"""),
        Has.One.Contains("f").And.Contains(reason));

    [Test]
    public void FilterOfTheApp_BecomesACondition()
    {
        var format = new FeatureManagementFormat(new FeatureManagementFormatOptions { CustomFilters = ["Browser"] });

        var document = format.Document("""
            { "feature_management": { "feature_flags": [
                { "id": "f", "enabled": true, "conditions": { "client_filters": [{ "name": "Browser", "parameters": { "Allowed": ["Edge"] } }] } }] } }
            """);

        Assert.That(document.Flags["f"].Rules!["filter-1"].All![0].Custom, Contains.Key("Browser"));
    }

    [Test]
    public void Configuration_IsFollowed()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["feature_management:feature_flags:0:id"] = "f",
            ["feature_management:feature_flags:0:enabled"] = "false",
            ["feature_management:feature_flags:0:variants:0:name"] = "a",
            ["feature_management:feature_flags:0:variants:0:configuration_value"] = "12",
            ["feature_management:feature_flags:0:allocation:default_when_enabled"] = "a",
        }).Build();
        using var flags = GrayEvaluator.Create(builder => builder.AddFeatureManagement(configuration));
        Assert.That(flags.IsEnabled("f"), Is.False);

        configuration["feature_management:feature_flags:0:enabled"] = "true";
        configuration.Reload();

        Assert.That(() => flags.IsEnabled("f"), Is.True.After(10_000, 10));
        Assert.That(flags.GetValue("f", new GrayContext(), 0), Is.EqualTo(12));
    }

    [TestCase("2026-06-04T23:30:00Z", ExpectedResult = true, Description = "05:00 on Friday in India")]
    [TestCase("2026-06-04T23:29:59Z", ExpectedResult = false)]
    [TestCase("2026-06-06T05:29:59Z", ExpectedResult = true, Description = "30 hours later, less a second")]
    [TestCase("2026-06-06T05:30:00Z", ExpectedResult = false)]
    [TestCase("2026-06-11T23:30:00Z", ExpectedResult = false, Description = "the next week is passed over")]
    [TestCase("2026-06-18T23:30:00Z", ExpectedResult = true)]
    [TestCase("2026-07-02T23:30:00Z", ExpectedResult = false, Description = "two occurrences only")]
    public bool Recurrence_ThatLastsLongerThanADay_InAnOffsetOfHalfAnHour(string now)
    {
        var document = FeatureManagementFormat.Instance.Document("""
            { "feature_management": { "feature_flags": [{ "id": "f", "enabled": true, "conditions": { "client_filters": [{ "name": "TimeWindow", "parameters": {
                "Start": "2026-06-05T05:00:00+05:30", "End": "2026-06-06T11:00:00+05:30",
                "Recurrence": { "Pattern": { "Type": "Weekly", "Interval": 2, "DaysOfWeek": ["Friday"], "FirstDayOfWeek": "Monday" },
                    "Range": { "Type": "Numbered", "NumberOfOccurrences": 2 } } } }] } }] } }
            """);

        return Converted.At(document, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).IsEnabled("f");
    }
}
