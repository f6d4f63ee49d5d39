using System.Diagnostics;
using GrayFlags.Benchmarks.Loops;

namespace GrayFlags.Benchmarks.Short;

/// <summary>Two loops that take turns in rounds of some ten microseconds: what disturbs one round disturbs few, and the median forgets it.</summary>
internal sealed class Duel(Loop floor, Loop subject)
{
    private const int Passes = 4;

    /// <summary>Lets both be compiled with what they meet in all duels, not only in their own.</summary>
    public void Warm(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            Time(floor);
            Time(subject);
        }
    }

    public DuelResult Fight(TimeSpan duration)
    {
        var ratios = new List<double>();
        var floors = new List<double>();
        var subjects = new List<double>();
        Warm(20);
        var clock = Stopwatch.StartNew();
        for (var round = 0; clock.Elapsed < duration; round++)
        {
            // Neither is always the one that finds the caches as the other left them.
            var isFloorFirst = round % 2 == 0;
            var first = Time(isFloorFirst ? floor : subject);
            var second = Time(isFloorFirst ? subject : floor);
            var (ofFloor, ofSubject) = isFloorFirst ? (first, second) : (second, first);
            floors.Add(ofFloor);
            subjects.Add(ofSubject);
            ratios.Add(ofSubject / ofFloor);
        }

        return new DuelResult(Median(ratios), Median(floors), Median(subjects), Allocated(subject), ratios.Count);
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    // Nanoseconds a call.
    private static double Time(Loop loop)
    {
        var total = 0L;
        for (var pass = 0; pass < Passes; pass++)
        {
            loop.Prepare();
            var start = Stopwatch.GetTimestamp();
            loop.Run();
            total += Stopwatch.GetTimestamp() - start;
        }

        return total * 1e9 / Stopwatch.Frequency / Passes / Workload.Users.Count;
    }

    // The least of five: a background thread of the runtime may allocate on this one's account.
    private static double Allocated(Loop loop)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            loop.Prepare();
            var before = GC.GetAllocatedBytesForCurrentThread();
            loop.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / Workload.Users.Count;
    }
}
