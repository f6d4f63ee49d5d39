using GrayFlags.Simulation;
using GrayFlags.Simulator.Experiments;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

/// <summary>A run that is stopped goes on from its file, and prints what it would have printed.</summary>
public sealed class TableRunTests
{
    private const int Streams = 20;
    private const string Build = "this build";

    private string _path = "";

    [SetUp]
    public void Name() => _path = Path.Combine(Path.GetTempPath(), $"grayflags-table-{Guid.NewGuid():N}.txt");

    [TearDown]
    public void Remove() => File.Delete(_path);

    [Test]
    public void Run_StoppedAtAnyLine_GoesOnAndPrintsTheSame()
    {
        var whole = Print(new Counted());
        var cut = File.ReadAllText(_path);
        foreach (var length in new[] { 0, Build.Length + 1, cut.Length / 3, cut.Length - 3, cut.Length })
        {
            File.WriteAllText(_path, cut[..length]);
            var again = new Counted();

            Assert.That(Print(again), Is.EqualTo(whole));
            Assert.That(again.Played, length == cut.Length ? Is.Zero : length > cut.Length / 2 ? Is.EqualTo(1) : Is.Positive);
            Assert.That(Print(again = new Counted()), Is.EqualTo(whole));
            Assert.That(again.Played, Is.Zero);
        }
    }

    [Test]
    public void Run_OfAnotherBuild_IsRefused()
    {
        Print(new Counted());

        Assert.That(() => new RunLog(_path, "another build"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("another build"));
    }

    [TestCase("x", "'x' is not understood")]
    [TestCase("0", "'0' is not understood")]
    [TestCase("10 --filter", "'--filter' is not understood")]
    [TestCase("--resume a 10", "'10' is not understood")]
    public void Options_NotUnderstood_AreSaid(string options, string problem)
    {
        var errors = new StringWriter();

        Assert.That(TableOptions.TryParse(options.Split(' '), errors), Is.Null);
        Assert.That(errors.ToString(), Does.Contain(problem));
    }

    [Test]
    public void Options_Understood()
    {
        Assert.That(TableOptions.TryParse([], TextWriter.Null), Is.EqualTo(new TableOptions(2_000, null, null)));
        Assert.That(TableOptions.TryParse(["10", "--filter", "late", "--resume", "file"], TextWriter.Null), Is.EqualTo(new TableOptions(10, "late", "file")));
    }

    // Wilson's own example, as in R: prop.test(2, 20, correct = FALSE).
    [Test]
    public void Wilson_OfTwoInTwenty_IsAsInR()
    {
        var (low, high) = Wilson.Of(2, 20, Wilson.Shown);

        Assert.That(
            (low, high),
            Is.EqualTo((0.0278665, 0.3010336)).Using<(double Low, double High)>((a, b) => Math.Abs(a.Low - b.Low) < 1e-6 && Math.Abs(a.High - b.High) < 1e-6));
    }

    private string Print(Counted experiment)
    {
        var output = new StringWriter();
        using var log = new RunLog(_path, Build);
        TableRun.Print(output, [experiment], Streams, 1, log);
        return output.ToString();
    }

    // Never the same number twice, with digits that a short form would lose, and one that is none.
    private sealed class Counted() : Experiment("counted", "")
    {
        private int _played;

        public int Played => _played;

        public override double[] Play(ulong seed)
        {
            Interlocked.Increment(ref _played);
            return [seed % 7 == 0 ? double.PositiveInfinity : Math.Sqrt(seed) / 3];
        }

        public override IEnumerable<Figure> Judge(IReadOnlyList<double[]> ends) =>
            [new Figure("all", "", string.Join(' ', ends.Select(Text)), "", Verdict.None)];

        private static string Text(double[] end) => end[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }
}
