using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rules.Plans;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>Plans, records and inputs for the tests of the rollout state machine.</summary>
public abstract class RolloutStateMachineFixture
{
    private protected const string Guards =
        """, "guards": { "errors": { "metric": "error" }, "limit": { "metric": "optOut", "compare": "limit", "max": 0.1 } }""";

    private protected const string Gates = """
        { "name": "a", "percentage": 10, "hold": "00:10:00", "minSamples": 5, "maxHold": "02:00:00",
          "window": { "from": "09:00", "to": "18:00", "timeZone": "UTC" }, "advance": "ADVANCE" },
        { "name": "b", "percentage": 20, "hold": "00:10:00" }
        """;

    private protected static readonly DateTimeOffset Zero = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private protected static readonly Dictionary<string, double> Nothing = [];

    private protected static readonly Dictionary<string, double> Known = new() { ["errors"] = 7 };

    private protected static string Plain(string name, int percentage) => $$"""{ "name": "{{name}}", "percentage": {{percentage}}, "hold": "00:01:00" }""";

    private protected static RolloutPlan Stages(string before, string stages, string guards, string after = "") =>
        Compile($"""{before} "stages": [{stages}] {guards} {after}""");

    private protected static RolloutPlan Compile(string fields)
    {
        var result = RuleSetCompiler.Compile(FlagDocument.Parse($$"""{ "flags": { "f": { "rollout": { {{fields}} } } } }"""), [], new RuleSetOptions(), "");
        Assert.That(result.Problems, Is.Empty);
        return result.RuleSet!.Rollouts[0];
    }

    private protected static RolloutRecord Running(RolloutPlan plan) => RolloutStateMachine.Tick(plan, RolloutStateMachine.New(plan), Sight(0));

    private protected static DateTimeOffset At(int seconds) => Zero.AddSeconds(seconds);

    private protected static RolloutInputs Sight(int seconds) => new() { Now = At(seconds) };

    // With outcomes of both arms.
    private protected static RolloutInputs Seen(int seconds) => Sight(seconds) with { AliveAt = At(seconds), CanarySamples = 1_000, ControlSamples = 1_000 };
}
