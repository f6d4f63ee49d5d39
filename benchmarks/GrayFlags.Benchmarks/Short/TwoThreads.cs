using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Short;

/// <summary>How much more CPU time a call takes when two threads ask at once, ours against the floor's.</summary>
internal static class TwoThreads
{
    public const double Limit = 1.05;

    private const int Rounds = 60;
    private const int Passes = 60;

    /// <summary>The growth of the floor and of ours: medians of rounds in which one thread and two take turns.</summary>
    public static (double Floor, double Ours, double Ratio) Measure()
    {
        var question = new Question(100);
        var floor = new FloorLoop(new HandWrittenFlags(question.Names, 50), question.Asked, Users.Ids);
        var ours = new NameLoop(Flags.Evaluator(WorkKind.Percentage, question.Names), question.Asked, Users.Contexts());
        var growths = Enumerable.Range(0, Rounds).Select(_ => (Floor: Growth(floor), Ours: Growth(ours))).Skip(5).ToList();
        return (
            Median.Of(growths.Select(growth => growth.Floor)),
            Median.Of(growths.Select(growth => growth.Ours)),
            Median.Of(growths.Select(growth => growth.Ours / growth.Floor)));
    }

    private static double Growth(Loop loop)
    {
        var alone = Cpu(loop, 1);
        return Cpu(loop, 2) / alone;
    }

    private static double Cpu(Loop loop, int threads)
    {
        var times = new double[threads];
        using var together = new Barrier(threads);
        var started = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            together.SignalAndWait();
            loop.Run();
            var start = ThreadTime.Nanoseconds();
            for (var pass = 0; pass < Passes; pass++)
            {
                loop.Run();
            }

            times[index] = ThreadTime.Nanoseconds() - start;
        })).ToList();
        started.ForEach(thread => thread.Start());
        started.ForEach(thread => thread.Join());
        return times.Average();
    }
}
