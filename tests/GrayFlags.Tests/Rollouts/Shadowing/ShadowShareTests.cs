using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Shadowing;

/// <summary>Which share of calls may be run a second time, as the rules say now.</summary>
[Fault("R9")]
public sealed class ShadowShareTests
{
    private const double Given = 0.25;

    private static readonly GrayContext Ana = new("ana");

    [TestCase(""" "x": { "default": false } """, "", Given)]
    [TestCase(""" "x": true """, "", 0, Description = "on")]
    [TestCase(""" "x": false """, "", 0)]
    [TestCase(""" "x": { "default": false } """, "x", 0)]
    [TestCase(""" "y": true """, "", 0, Description = "unknown")]
    [TestCase(""" "a": true, "x": { "rules": { "r": { "users": ["bo"], "requires": ["a"] } } } """, "", Given)]
    [TestCase(""" "a": true, "x": { "rules": { "r": { "users": ["bo"], "requires": ["a"] } } } """, "a", 0)]
    [TestCase(
        """ "a": true, "x": { "rules": { "r": { "users": ["bo"], "except": { "requires": ["a"] } } } } """,
        "a", Given, Description = "it keeps the flag off")]
    [TestCase(
        """ "a": true, "x": { "rules": { "r": { "enabled": false, "requires": ["a"] } }, "default": false } """,
        "a", Given, Description = "a rule that is switched off needs nothing")]
    [TestCase(
        """ "a": true, "b": { "rules": { "r": { "requires": ["a"] } } }, "c": { "rules": { "r": { "requires": ["b"] } } }, """
        + """ "x": { "rules": { "r": { "requires": ["c"] } } } """,
        "a", 0)]
    [TestCase(
        """ "x": { "rollout": { "id": "1", "start": "2020-01-01T00:00:00Z", "stages": [ { "name": "s", "percentage": 0, "shadow": 0.5 } ] } } """,
        "", 0.5)]
    [TestCase(""" "x": { "rollout": { "id": "1", "start": "2020-01-01T00:00:00Z", "stages": [ { "name": "s", "percentage": 0 } ] } } """, "", Given)]
    [TestCase(
        """ "x": { "rollout": { "id": "1", "start": "2020-01-01T00:00:00Z", "audience": { "users": ["bo"] }, """
        + """ "stages": [ { "name": "s", "percentage": 0, "shadow": 0.5 } ] } } """,
        "", 0, Description = "no part of it")]
    [TestCase(
        """ "x": { "rollout": { "id": "1", "start": "2999-01-01T00:00:00Z", "stages": [ { "name": "s", "percentage": 0, "shadow": 0.5 } ] } } """,
        "", 0, Description = "not begun")]
    public void Share_IsThatOfTheRules(string flags, string off, double expected)
    {
        using var evaluator = Evaluator(flags, off);
        var flag = flags.Contains("\"x\"", StringComparison.Ordinal) ? "x" : "unknown";

        Assert.That(evaluator.ShadowShare(flag, Ana, Given), Is.EqualTo(expected));
        Assert.That(evaluator.CreateSnapshot().ShadowShare(flag, Ana, Given), Is.EqualTo(expected));
    }

    [Test]
    public void Override_OfTheFlagOrOfWhatItRequires_StopsIt()
    {
        using var evaluator = Evaluator(""" "a": { "default": false }, "x": { "rules": { "r": { "requires": ["a"] } } } """, "");
        Assert.That(evaluator.ShadowShare("x", Ana, Given), Is.EqualTo(Given));
        foreach (var name in new[] { "x", "a" })
        {
            using (evaluator.Override(name, false))
            {
                Assert.That(evaluator.ShadowShare("x", Ana, Given), Is.Zero);
            }
        }
    }

    private static GrayEvaluator Evaluator(string flags, string off) =>
        GrayEvaluator.FromJson($$"""{ "flags": { {{flags}} }, "off": [{{(off.Length == 0 ? "" : $"\"{off}\"")}}] }""");
}
