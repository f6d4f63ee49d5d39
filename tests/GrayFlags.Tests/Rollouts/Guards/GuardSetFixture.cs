using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>Guards as they run in an app, on a clock of the test's own: calls are begun and ended, and judged when they are old enough.</summary>
public abstract class GuardSetFixture
{
    private protected const double Share = 0.05;

    private ulong _unit;

    private protected double Now { get; set; }

    [SetUp]
    public void Reset() => (Now, _unit) = (0, 0);

    private protected void UseTheSameUnitsAgain() => _unit = 0;

    private protected static Attempt Of(params GuardPlan[] guards) => new(Plans.Of(guards));

    private protected static GuardSetStatus At(Attempt attempt, double seconds) => attempt.TickAt(seconds);

    // How many outcomes each process was bet on: the levels, and the whole attempt.
    private protected static int[] Bets(Attempt attempt) =>
        [.. attempt.Guards.Capture().Guards[0].Wealth.Select(process => (int)Math.Round(process[RiskRatios.Count + 1]))];

    // Lets everything that was begun be judged.
    private protected GuardSetStatus Judged(Attempt attempt) => attempt.TickAt(Now += 6);

    private protected void Everything(Attempt attempt, int stage = 0)
    {
        Calls(attempt, isCanary: true, 6, failed: true, stage: stage);
        Calls(attempt, isCanary: true, 54, failed: false, stage: stage);
        Calls(attempt, isCanary: false, 6, failed: true, stage: stage);
        Calls(attempt, isCanary: false, 600, failed: false, stage: stage);
        for (var unit = 0; unit < 30; unit++)
        {
            var assignment = new Assignment(unit % 2 == 0 ? GrayArm.Canary : GrayArm.Control, Next(), 5_000, stage);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.Score, unit / 30.0);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.OptOut, 1);
            attempt.Recorder.Record(assignment, isEvidence: true, GuardMetric.Score, double.NaN);
        }
    }

    private protected void Calls(Attempt attempt, bool isCanary, int count, bool failed, double share = Share, int stage = 0, double seconds = 0.1)
    {
        for (var call = 0; call < count; call++)
        {
            attempt.Recorder.End(attempt.Begin(Next(), isCanary, share, stage), failed ? CallVerdict.Failure : CallVerdict.Success, seconds: seconds);
        }
    }

    private protected ulong Next() => MurmurHash3.Mix64(++_unit);
}
