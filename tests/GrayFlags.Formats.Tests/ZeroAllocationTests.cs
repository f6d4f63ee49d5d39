using GrayFlags.Formats.Tests.Kit;
using GrayFlags.Tests.Evaluation;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests;

/// <summary>A converted document is evaluated as ours are: without an allocation.</summary>
public sealed class ZeroAllocationTests
{
    private const string Features = """
        { "features": [{ "name": "f", "enabled": true,
            "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "50", "stickiness": "default", "groupId": "g" },
                "constraints": [{ "contextName": "version", "operator": "SEMVER_GT", "value": "1.2.3" },
                    { "contextName": "plan", "operator": "NOT_IN", "values": ["free"] }] }],
            "variants": [{ "name": "a", "weight": 333 }, { "name": "b", "weight": 667 }] }] }
        """;

    private const string Flags = """
        { "flags": { "f": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
            "targeting": { "if": [{ "and": [{ "in": [{ "var": "plan" }, ["pro", "team"]] }, { "sem_ver": [{ "var": "version" }, ">=", "1.2"] }] },
                { "fractional": [["on", 40], ["off", 60]] }] } } } }
        """;

    private static IEnumerable<TestCaseData> Cases =>
    [
        new TestCaseData(UnleashFormat.Instance, Features).SetArgDisplayNames("Unleash"),
        new TestCaseData(FlagdFormat.Instance, Flags).SetArgDisplayNames("flagd"),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Answer_AllocatesNothing(IRuleFormat format, string json)
    {
        using var flags = format.Evaluator(json);
        GrayContext[] contexts =
        [
            .. Enumerable.Range(0, 64).Select(index => new GrayContext($"user-{index}-用户") { ["plan"] = "pro", ["version"] = "2.0.0" }),
            new GrayContext(new string('x', 5_000)) { ["plan"] = "pro", ["version"] = "2.0.0" },
            new GrayContext(),
        ];
        var on = 0;

        var least = Allocation.Least(
            contexts.Length * 4,
            index =>
            {
                on += flags.IsEnabled("f", contexts[index % contexts.Length]) ? 1 : 0;
                _ = flags.Evaluate("f", contexts[index % contexts.Length]);
            });

        Assert.That(least, Is.Zero);
        Assert.That(on, Is.Positive);
    }
}
