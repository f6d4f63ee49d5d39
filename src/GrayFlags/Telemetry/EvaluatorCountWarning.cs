using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Counts the evaluators of the process: one for each request is a mistake that costs memory and timers, and is logged once.</summary>
internal static class EvaluatorCountWarning
{
    private const int Many = 100;

    private static int _count;
    private static int _isTold;

    public static void Add(ILogger logger)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > Many && Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            Log.ManyEvaluators(logger, count);
        }
    }

    public static void Remove() => Interlocked.Decrement(ref _count);
}
