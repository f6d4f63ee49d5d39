using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Simulation;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

public sealed class StrangersAndRestartsTests
{
    private const int Users = 5_000;
    private const double Share = 0.25;

    [Test]
    public void Exposures_OverRestarts_CountEachUnitOnce()
    {
        var attempt = new Attempt(SimulatedPlan.Of([Share * 100], 0.01, SimulatedPlan.First));
        var met = 0L;
        for (var hour = 0; hour < 5; hour++)
        {
            for (var user = 0; user < Users; user++)
            {
                attempt.Recorder.End(attempt.Begin(Hash(user), user % 4 == 0, Share), CallVerdict.Success);
                attempt.Clock.Now += 0.01;
            }

            var first = attempt.TickAt(attempt.Clock.Now + 10);
            met = hour == 0 ? first.Canary.Units + first.Control.Units : met;
            attempt.Restart();
        }

        var status = attempt.TickAt(attempt.Clock.Now + 1);

        Assert.That(met, Is.InRange(Users * 0.9, Users), "the filter takes a few units for others");
        Assert.That(status.Canary.Units + status.Control.Units, Is.EqualTo(met));
        Assert.That(status.Canary.Calls + status.Control.Calls, Is.EqualTo(5 * Users));
        Assert.That(status.IsSplitMismatched, Is.False);
    }

    // The table of who was seen when keeps 49,152 units: what it does not know any more, the filter of who was met may.
    [Test]
    public void WholeAttempt_OfMoreUnitsThanItsTableKeeps_GoesOnLearning_AndCountsNobodyTwice()
    {
        const int Many = 80_000;
        var attempt = new Attempt(SimulatedPlan.Of([Share * 100], 0.01, SimulatedPlan.First));

        var first = Play(attempt, Many);
        attempt.Restart();
        var second = Play(attempt, Many);

        Assert.That(first, Is.InRange(55_000, Many));
        Assert.That(second, Is.EqualTo(first));
    }

    // Twice the 99 % quantile of 16 s, and what is written.
    [TestCase(true, 32)]
    [TestCase(false, 5)]
    public void Settle_FollowsThoseWhoMayBeBetOn(bool isEvidence, double settle)
    {
        var attempt = new Attempt(SimulatedPlan.Of([Share * 100], 0.01, SimulatedPlan.First));
        for (var second = 0; second < 90; second++)
        {
            attempt.Recorder.End(attempt.Begin(Hash(second), isCanary: false, Share), CallVerdict.Success, seconds: 0.1);
            attempt.Recorder.End(attempt.Begin(Hash(Users + second), isCanary: false, Share, isEvidence: isEvidence), CallVerdict.Success, seconds: 16);
            attempt.TickAt(second + 1);
        }

        Assert.That(attempt.TickAt(91).Settle.TotalSeconds, Is.EqualTo(settle).Within(2).Percent);
    }

    [Test]
    public void Filter_Saved_KnowsWhomItKnew_AndRefusesGarbage()
    {
        UnitFilter filter = new(), again = new();
        var known = Enumerable.Range(0, 3_000).Count(user => filter.Add(Hash(user), 1));
        var late = Enumerable.Range(0, 10).Count(user => again.Add(Hash(Users + user), 1));

        Assert.That(again.TryLoad(filter.Save()), Is.True);
        Assert.That(Enumerable.Range(0, 3_000).Count(user => again.Add(Hash(user), 1)), Is.Zero);
        Assert.That(Enumerable.Range(0, 10).Count(user => again.Add(Hash(Users + user), 1)), Is.Zero, "whom it met before it was loaded");
        Assert.That(
            (known, late),
            Is.EqualTo((3_000, 10)).Using<(int Known, int Late)>((a, b) => Math.Abs(a.Known - b.Known) < 300 && a.Late == b.Late),
            "or it shows nothing");
        foreach (var garbage in new[] { Array.Empty<byte>(), new byte[3], new byte[4], new byte[5], new byte[4 + (100 * 8)], new byte[4 + (1 << 20)] })
        {
            Assert.That(again.TryLoad(garbage), Is.False);
        }
    }

    // How many outcomes the process of the whole attempt has had.
    private static double Play(Attempt attempt, int users)
    {
        for (var user = 0; user < users; user++)
        {
            attempt.Recorder.End(attempt.Begin(Hash(user), user % 4 == 0, Share), CallVerdict.Success, seconds: 0.1);
            attempt.Clock.Now += 0.01;
            if (user % 100 == 0)
            {
                attempt.TickAt(attempt.Clock.Now);
            }
        }

        attempt.TickAt(attempt.Clock.Now + 10);
        return attempt.Guards.Capture().Guards[0].Wealth[EpochWealth.Whole][RiskRatios.Count + 1];
    }

    private static ulong Hash(int user) => new Draws((ulong)user).NextWord();
}
