using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulator.Traffic;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>The bars of one guard over many nodes, in short form. The whole table is a command of the simulator.</summary>
public sealed class FleetTableTests
{
    private const ulong Seed = 3;

    [TestCase(1)]
    [TestCase(10)]
    public void Alarms_OfNodesThatAreCutOffNowAndThen_HoldTheirBar(int nodes) => AssertHeld(
        new FleetAlarms("", new FleetScenario { Nodes = nodes, PartitionsPerHour = 12, Seconds = 600, Broken = 0.02 }), 20);

    [TestCase(1)]
    [TestCase(50)]
    public void Detection_ByAFleet_IsThatOfOneProcess(int nodes) =>
        AssertHeld(new FleetDetection("", FleetDetection.Failing with { Nodes = nodes }), 40);

    // What the short runs are worth: without a log the bar is missed, and the same runs notice it.
    [Test]
    public void Detection_OfNodesThatJudgeAlone_TakesTwiceAsLongAndMore()
    {
        var alone = new FleetDetection("", FleetDetection.Failing with { Nodes = 50, IsEachAlone = true });

        var ends = Streams.Run(alone, 20, Seed);

        Assert.That(ends.Average(end => end[0]), Is.GreaterThan(2 * ends.Average(end => end[1])));
    }

    private static void AssertHeld(Experiment experiment, int streams)
    {
        foreach (var figure in experiment.Judge(Streams.Run(experiment, streams, Seed)))
        {
            Assert.That(figure.Verdict, Is.Not.EqualTo(Verdict.Short), $"{figure.Subject}: {figure.Measured} {figure.Interval}");
        }
    }
}
