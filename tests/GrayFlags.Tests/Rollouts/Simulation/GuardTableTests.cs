using GrayFlags.Simulation;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulation.Services;
using GrayFlags.Simulator.Traffic;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>Every bar of the guard, in short form: few streams, fewer healthy hours. The whole table is a command of the simulator.</summary>
public sealed class GuardTableTests
{
    private const int FewStreams = 16;
    private const ulong Seed = 7;

    private static IEnumerable<TestCaseData> Rows => Table.Rows(isShort: true).Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    private static IEnumerable<TestCaseData> WorstCorners => Table.WorstCorners.Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Rows))]
    public void Experiment_Short_HoldsItsBar(object row) => AssertHeld((Experiment)row, FewStreams);

    [TestCaseSource(nameof(WorstCorners))]
    public void FalseAlarms_WorstCorners_HoldTheirBars(object row) => AssertHeld((Experiment)row, 150);

    [Test]
    public void Table_HasALineForEachBar()
    {
        var rows = Table.Rows(isShort: false).ToArray();
        var bars = rows.Select(row => row.Row).Distinct();

        Assert.That(rows.Select(row => row.Name), Is.Unique);
        Assert.That(bars.Count(), Is.EqualTo(28));
    }

    // What the short runs are worth: a test that is peeked at does not hold the bar that the guard holds.
    [Test]
    public void PeekedTest_UnderTheSameStreams_DoesNotHoldItsBar()
    {
        var stream = new OutcomeStream(new FailingService(0.1, 0.1), 0.5);
        var fooled = Enumerable.Range(0, 100).Count(seed => stream.Run(Seed + (ulong)seed, 2_000, 0).FoolsPeeking);

        Assert.That(Wilson.Holds(fooled, 100, 0.05), Is.False);
    }

    // Arms that are not alike are no false alarm: what holds the bar may not hold it for want of power.
    [Test]
    public void FalseAlarms_OfACanaryThatIsWorse_DoNotHoldTheirBar()
    {
        var worse = new FalseAlarms("worse", "", new Scenario { Users = 10_000, Rate = 0.01, CanaryRate = 0.05 });

        Assert.That(worse.Judge(Streams.Run(worse, FewStreams, Seed)).Select(figure => figure.Verdict), Has.All.EqualTo(Verdict.Short));
    }

    [Test]
    public void Experiment_PlayedTwice_GivesTheSame()
    {
        var row = Table.Rows(isShort: true).OfType<FreshDetection>().First();

        var first = Streams.Run(row, 50, 3);

        Assert.That(Streams.Run(row, 50, 3), Is.EqualTo(first));
    }

    private static void AssertHeld(Experiment experiment, int streams)
    {
        foreach (var figure in experiment.Judge(Streams.Run(experiment, streams, Seed)))
        {
            Assert.That(figure.Verdict, Is.Not.EqualTo(Verdict.Short), figure.ToString());
        }
    }
}
