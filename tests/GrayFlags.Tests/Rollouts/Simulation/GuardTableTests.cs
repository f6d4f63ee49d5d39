using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulator.Services;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>Every line of the table that the guard must reach, with fewer streams: the bar allows for four standard errors. The whole table is a command of the simulator.</summary>
public sealed class GuardTableTests
{
    private const int FewStreams = 60;
    private const ulong Seed = 7;

    private static IEnumerable<TestCaseData> Rows => Table.Rows(isShort: true).Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Rows))]
    public void Experiment_Short_HoldsItsBar(object row)
    {
        foreach (var figure in ((Experiment)row).Run(FewStreams, Seed))
        {
            Assert.That(figure.Holds, Is.True, $"at most {figure.Allowed}, measured {figure.Measured}, standard error {figure.Error}");
        }
    }

    [Test]
    public void Table_HasALineForEachBar()
    {
        var rows = Table.Rows(isShort: true).Select(row => row.Name).ToArray();

        Assert.That(rows, Has.Length.EqualTo(33).And.Unique);
    }

    // What the short runs are worth: a test that is peeked at does not hold the bar that the guard holds.
    [Test]
    public void PeekedTest_UnderTheSameStreams_DoesNotHoldItsBar()
    {
        var stream = new OutcomeStream(new FailingService(0.1, 0.1), 0.5);
        var ends = Streams.Run(200, Seed, seed => stream.Run(seed, 2_000, double.PositiveInfinity));

        Assert.That(ends.Count(end => end.FoolsPeeking), Is.GreaterThan(200 * 0.05 * 2));
    }

    [Test]
    public void Experiment_PlayedTwice_GivesTheSame()
    {
        var row = Table.Rows(isShort: true).OfType<Detection>().First();

        var first = row.Run(50, 3).ToArray();

        Assert.That(row.Run(50, 3), Is.EqualTo(first));
    }
}
