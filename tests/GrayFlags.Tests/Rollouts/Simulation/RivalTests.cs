using GrayFlags.Simulator.Rivals;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>What the guard is compared with is what it says it is.</summary>
public sealed class RivalTests
{
    // By hand: 30 of 100 against 10 of 100, pooled 0.2; 0.2 / sqrt(0.2 * 0.8 * 0.02).
    [Test]
    public void ZTest_OfTwoShares_IsAsByHand()
    {
        var rival = new ZTest();
        Fill(rival, canaryFailures: 30, controlFailures: 10);

        Assert.That(rival.Look(1), Is.EqualTo(3.5355339).Within(1e-6));
    }

    // By hand: six canary minutes above six control minutes without ties, U = 36 of a mean of 18 and a variance of 36 * 13 / 12.
    [Test]
    public void MannWhitney_OfMinutesThatAreAllWorse_IsAsByHand()
    {
        var rival = new MannWhitney();
        var last = double.NaN;
        for (var minute = 1; minute <= 6; minute++)
        {
            Fill(rival, canaryFailures: 50 + minute, controlFailures: minute);
            last = rival.Look(minute * 60);
            Assert.That(double.IsNaN(last), Is.EqualTo(minute < 5));
        }

        Assert.That(last, Is.EqualTo(18 / Math.Sqrt(39)).Within(1e-9));
    }

    // By hand: four wins and four ties are U = 6 of a mean of 12.5; the four twos take 60/90 from the variance.
    [Test]
    public void MannWhitney_WithTies_IsAsByHand()
    {
        var rival = new MannWhitney();
        int[] canary = [1, 2, 2, 3, 4], control = [2, 2, 5, 6, 7];
        var last = double.NaN;
        for (var minute = 0; minute < 5; minute++)
        {
            Fill(rival, canary[minute], control[minute]);
            last = rival.Look((minute + 1) * 60);
        }

        Assert.That(last, Is.EqualTo((6 - 12.5) / Math.Sqrt(25.0 / 12 * (11 - (60 / 90.0)))).Within(1e-9));
    }

    [Test]
    public void FailureWindow_LooksAtTheFifthWorstOfTenMinutes()
    {
        var rival = new FailureWindow();
        var last = double.NaN;
        foreach (var (failures, minute) in new[] { 90, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }.Select((failures, index) => (failures, index + 1)))
        {
            Fill(rival, failures, controlFailures: 50);
            last = rival.Look(minute * 60);
        }

        // The first minute is out of the window: of 1 to 10 the fifth worst is 6.
        Assert.That(last, Is.EqualTo(0.06).Within(1e-12));
        Assert.That(rival.Look(661), Is.NaN, "within a minute it does not look");
    }

    [Test]
    public void Duel_OfADeadCanary_IsWonBeforeAnyRivalLooks()
    {
        var thresholds = RivalTable.Calibrate(0.05, 20);
        var times = DuelStream.Times(new Duel("dead", 0.05, 1, 600), thresholds, 5);

        Assert.That(times[0], Is.InRange(5, 60));
        Assert.That(times[0], Is.LessThan(times[3]), "five minutes have to pass");
    }

    private static void Fill(Rival rival, int canaryFailures, int controlFailures)
    {
        for (var call = 0; call < 100; call++)
        {
            rival.Add(isCanary: true, call < canaryFailures);
            rival.Add(isCanary: false, call < controlFailures);
        }
    }
}
