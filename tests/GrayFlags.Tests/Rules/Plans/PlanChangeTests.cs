using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Rules.Time;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Plans;

/// <summary>ROLLOUTS.md: under the same id later stages may change, guards may come or go, the risk may not rise; anything else needs a new id.</summary>
public sealed class PlanChangeTests
{
    private const int Stage = 1;

    private const string Rollout = """
        {
          "start": "2026-12-01T00:00:00Z", "audience": { "regions": ["CN", "SE"], "when": { "level": "gold", "age": 7 } }, "by": "user", "salt": "x",
          "order": "sequential", "rank": "r", "serve": true,
          "stages": [
            { "name": "a", "percentage": 1, "share": 50 },
            { "name": "b", "percentage": 5, "share": 50, "regions": ["CN", "SE"], "shadow": 0.1, "hold": "01:00:00", "maxHold": "02:00:00", "minSamples": 5,
                "advance": "auto", "window": { "from": "09:00", "timeZone": "UTC" } },
            { "name": "c", "percentage": 50, "share": 60 }
          ],
          "guards": { "e": { "metric": "error", "tolerance": { "relative": 0.1 } }, "q": { "metric": "duration", "kind": "quantile", "quantile": 0.9 } },
          "risk": 0.05, "evidence": { "delta": 0.1 }, "health": { "noData": "none" }, "onRollback": { "maxAttempts": 2 }, "feedback": { "for": "01:00:00" },
          "onMaxHold": "hold"
        }
        """;

    [TestCase("\"risk\": 0.05", "\"risk\": 0.01", TestName = "{m}(the risk falls)")]
    [TestCase(
        "\"name\": \"c\", \"percentage\": 50, \"share\": 60", "\"name\": \"d\", \"percentage\": 90, \"share\": 70, \"hold\": \"01:00:00\"",
        TestName = "{m}(a later stage)")]
    [TestCase(",\n    { \"name\": \"c\", \"percentage\": 50, \"share\": 60 }", "", TestName = "{m}(a later stage goes)")]
    [TestCase("\"share\": 60 }", "\"share\": 60 }, { \"name\": \"d\", \"percentage\": 100 }", TestName = "{m}(a stage comes)")]
    [TestCase("\"e\": { \"metric\": \"error\", \"tolerance\": { \"relative\": 0.1 } }, ", "", TestName = "{m}(a guard goes)")]
    [TestCase("\"guards\": {", "\"guards\": { \"s\": { \"metric\": \"score\" },", TestName = "{m}(a guard comes)")]
    [TestCase("\"level\": \"gold\", \"age\": 7", "\"age\": 7, \"level\": \"gold\"", TestName = "{m}(the order of fields)")]
    [TestCase("\"regions\": [\"CN\", \"SE\"], \"shadow\"", "\"regions\": [\"se\", \"CN\"], \"shadow\"", TestName = "{m}(the order of regions)")]
    [TestCase("\"start\": \"2026-12-01T00:00:00Z\"", "\"start\": \"2026-12-01T08:00:00+08:00\"", TestName = "{m}(another way to say when)")]
    [TestCase("\"onMaxHold\": \"hold\"", "\"onMaxHold\": null", TestName = "{m}(a default that was written)")]
    public void Change_ThatMayBe_IsNoProblem(string before, string after) => Assert.That(Check(before, after), Is.Empty);

    [TestCase("\"risk\": 0.05", "\"risk\": 0.06", "its risk may not rise under the same id, from 0.05 to 0.06")]
    [TestCase("T00:00:00Z", "T00:00:01Z", "its start may not change")]
    [TestCase("\"level\": \"gold\"", "\"level\": \"silver\"", "its audience may not change")]
    [TestCase("\"audience\": { \"regions\": [\"CN\", \"SE\"], \"when\": { \"level\": \"gold\", \"age\": 7 } }, ", "", "its audience may not change")]
    [TestCase("\"by\": \"user\"", "\"by\": \"tenant\"", "its bucketing unit may not change")]
    [TestCase("\"salt\": \"x\"", "\"salt\": \"y\"", "its salt may not change")]
    [TestCase("\"rank\": \"r\"", "\"rank\": \"s\"", "its order may not change")]
    [TestCase("\"serve\": true", "\"serve\": \"blue\"", "what it serves may not change")]
    [TestCase("\"delta\": 0.1", "\"delta\": 0.2", "its evidence may not change")]
    [TestCase("\"noData\": \"none\"", "\"noData\": \"pause\"", "its health may not change")]
    [TestCase("\"maxAttempts\": 2", "\"maxAttempts\": 3", "its onRollback may not change")]
    [TestCase("\"for\": \"01:00:00\"", "\"for\": \"01:00:01\"", "its feedback may not change")]
    [TestCase("\"onMaxHold\": \"hold\"", "\"onMaxHold\": \"promote\"", "its onMaxHold may not change")]
    [TestCase("\"relative\": 0.1", "\"relative\": 0.2", "its guard 'e' has already gathered evidence")]
    [TestCase("\"quantile\": 0.9", "\"quantile\": 0.95", "its guard 'q' has already gathered evidence")]
    [TestCase("\"name\": \"a\", \"percentage\": 1", "\"name\": \"a\", \"percentage\": 2", "its stage 'a', which has begun, may not change")]
    [TestCase("\"name\": \"b\"", "\"name\": \"bb\"", "its stage 'b', which has begun, may not change")]
    [TestCase("\"percentage\": 5,", "\"percentage\": 6,", "its stage 'b'")]
    [TestCase("\"share\": 50, \"regions\"", "\"share\": 55, \"regions\"", "its stage 'b'")]
    [TestCase("\"regions\": [\"CN\", \"SE\"], \"shadow\"", "\"regions\": [\"CN\"], \"shadow\"", "its stage 'b'")]
    [TestCase("\"regions\": [\"CN\", \"SE\"], \"shadow\"", "\"shadow\"", "its stage 'b'")]
    [TestCase("\"shadow\": 0.1", "\"shadow\": 0.2", "its stage 'b'")]
    [TestCase("\"hold\": \"01:00:00\"", "\"hold\": \"01:00:01\"", "its stage 'b'")]
    [TestCase("\"maxHold\": \"02:00:00\"", "\"maxHold\": \"02:00:01\"", "its stage 'b'")]
    [TestCase("\"minSamples\": 5", "\"minSamples\": 4", "its stage 'b'")]
    [TestCase("\"advance\": \"auto\"", "\"advance\": \"approval\"", "its stage 'b'")]
    [TestCase("\"from\": \"09:00\"", "\"from\": \"10:00\"", "its stage 'b'")]
    public void Change_OfWhatEvidenceStandsOn_IsAProblem(string before, string after, string text)
    {
        var problem = Check(before, after).Single();

        Assert.That(problem, Does.StartWith(text).And.Contain("a new id, which is a new attempt with new evidence"));
    }

    [Test]
    public void StageThatHasBegun_MayNotGo()
    {
        var after =
            Rollout[..Rollout.IndexOf(",\n    { \"name\": \"b\"", StringComparison.Ordinal)] + Rollout[Rollout.IndexOf("\n  ],", StringComparison.Ordinal)..];

        Assert.That(PlanChange.Check(Plan(Rollout), Plan(after), Stage).Single(), Does.StartWith("its stage 'b', which has begun, is missing"));
        Assert.That(PlanChange.Check(Plan(Rollout), Plan(after), 0), Is.Empty);
    }

    [Test]
    public void StagesAndRamp_AreNotTheSame()
    {
        const string Ramp = """{ "ramp": { "over": "01:00:00" } }""";
        const string Other = """{ "ramp": { "over": "02:00:00" } }""";
        const string Stages = """{ "stages": [{ "name": "ramp", "percentage": 100, "hold": "01:00:00" }] }""";

        Assert.That(PlanChange.Check(Plan(Ramp), Plan(Ramp), 0), Is.Empty);
        Assert.That(PlanChange.Check(Plan(Ramp), Plan(Other), 0).Single(), Does.StartWith("its ramp may not change"));
        Assert.That(PlanChange.Check(Plan(Ramp), Plan(Stages), 0).Single(), Does.StartWith("its ramp may not change"));
        Assert.That(PlanChange.Check(Plan(Stages), Plan(Ramp), 0).Single(), Does.StartWith("its ramp may not change"));
    }

    [Test]
    public void EveryChange_IsTold() =>
        Assert.That(Check("\"salt\": \"x\"", "\"salt\": \"y\", \"risk\": 0.2, \"id\": \"1\"", "\"risk\": 0.05, ", ""), Has.Count.EqualTo(2));

    [Test]
    public void NewId_OrAStageThatHasNotBegun_MayChangeAnything()
    {
        var (before, after) = (Plan(Rollout), Plan(Rollout.Replace("\"salt\": \"x\"", "\"salt\": \"y\", \"id\": \"2\"", StringComparison.Ordinal)));

        Assert.That(PlanChange.Check(before, after, Stage), Is.Empty);
        Assert.That(PlanChange.Check(before, Plan(Rollout.Replace("\"salt\": \"x\"", "\"salt\": \"y\"", StringComparison.Ordinal)), -1), Is.Empty);
    }

    // Pairs of what stands there and what takes its place.
    private static IReadOnlyList<string> Check(params string[] changes)
    {
        var after = Rollout;
        for (var index = 0; index < changes.Length; index += 2)
        {
            Assert.That(after, Does.Contain(changes[index]));
            after = after.Replace(changes[index], changes[index + 1], StringComparison.Ordinal);
        }

        return PlanChange.Check(Plan(Rollout), Plan(after), Stage);
    }

    private static RolloutPlan Plan(string rollout)
    {
        var result =
            RuleSetCompiler.Compile(FlagDocument.Parse($$"""{ "flags": { "f": { "variants": { "blue": { } }, "rollout": {{rollout}} } } }"""), [], new(), "");
        Assert.That(result.Problems, Is.Empty);

        return result.RuleSet!.Flags.Find("f")!.Rollout!;
    }
}
