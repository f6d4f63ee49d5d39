using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags;

/// <summary>Counts the evaluators of the process: one for each request is a mistake that costs memory and timers, and is told once.</summary>
internal static class LiveEvaluators
{
    private const int Many = 100;

    private static int s_count;
    private static int s_isTold;

    public static void Add(ILogger logger)
    {
        var count = Interlocked.Increment(ref s_count);
        if (count > Many && Interlocked.Exchange(ref s_isTold, 1) == 0)
        {
            Log.ManyEvaluators(logger, count);
        }
    }

    public static void Remove() => Interlocked.Decrement(ref s_count);
}
