using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>Counts the shadows that ignore their cancellation: each keeps its place, and once all places are taken no shadow runs any more.</summary>
internal sealed class ShadowPlaces(int count, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Shadows);
    private int _taken;

    public Run Begin(string flag) => new(this, flag);

    /// <summary>One run. Its end and its timeout may race.</summary>
    internal sealed class Run(ShadowPlaces places, string flag)
    {
        private const int TimedOut = 1;
        private const int Ended = 2;

        private int _state;

        public void TimeOut()
        {
            if (Interlocked.CompareExchange(ref _state, TimedOut, 0) == 0 && Interlocked.Increment(ref places._taken) == places.Count)
            {
                Log.ShadowsExhausted(places._logger, places.Count, LogSafeText.Name(flag));
            }
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _state, Ended) == TimedOut)
            {
                Interlocked.Decrement(ref places._taken);
            }
        }
    }

    private int Count => count;
}
