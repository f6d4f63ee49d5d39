using System.Diagnostics;
using GrayFlags.Benchmarks.Loops;

namespace GrayFlags.Benchmarks.Short;

/// <summary>Two loops that take turns in short rounds: what disturbs one round disturbs few, and the median forgets it.</summary>
internal sealed class Duel(Loop floor, Loop subject)
{
    private const int Passes = 4;
    private const int AllocationRounds = 5;

    /// <summary>Lets both be compiled with what all duels meet, not only with their own.</summary>
    public void Warm(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            Nanoseconds(floor);
            Nanoseconds(subject);
        }
    }

    public DuelResult Fight(TimeSpan duration)
    {
        var ratios = new List<double>();
        var floors = new List<double>();
        var subjects = new List<double>();
        Warm(floor.Calls == 1 ? 3 : 20);
        var clock = Stopwatch.StartNew();
        for (var round = 0; clock.Elapsed < duration; round++)
        {
            // Neither is always the one that finds the caches as the other left them.
            var isFloorFirst = round % 2 == 0;
            var first = Nanoseconds(isFloorFirst ? floor : subject);
            var second = Nanoseconds(isFloorFirst ? subject : floor);
            var (ofFloor, ofSubject) = isFloorFirst ? (first, second) : (second, first);
            floors.Add(ofFloor);
            subjects.Add(ofSubject);
            ratios.Add(ofSubject / ofFloor);
        }

        return new DuelResult(Median.Of(ratios), Median.Of(floors), Median.Of(subjects), Allocated(subject), ratios.Count);
    }

    // A call. What takes milliseconds is measured in CPU time of its thread: no round of it would go by without other processes.
    private static double Nanoseconds(Loop loop)
    {
        var isLong = loop.Calls == 1;
        var passes = isLong ? 1 : Passes;
        var total = 0.0;
        for (var pass = 0; pass < passes; pass++)
        {
            loop.Prepare();
            var start = Now(isLong);
            loop.Run();
            total += Now(isLong) - start;
        }

        return total / passes / loop.Calls;
    }

    private static double Now(bool ofThread) =>
        ofThread && ThreadTime.IsSupported ? ThreadTime.Nanoseconds() : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    // Bytes a call. The least of some rounds: the runtime's own doings may fall into one.
    private static double Allocated(Loop loop)
    {
        var least = long.MaxValue;
        for (var round = 0; round < AllocationRounds; round++)
        {
            loop.Prepare();
            var before = GC.GetAllocatedBytesForCurrentThread();
            loop.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / loop.Calls;
    }
}
