using System.Collections.Concurrent;
using System.Globalization;
using GrayFlags.AspNetCore.Telemetry;
using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>Logs the differences between two versions: at most one line a minute per flag, and no content of requests or responses.</summary>
internal sealed class ShadowDifferences(TimeProvider clock, ILoggerFactory loggers)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Shadows);

    // Bounded by the flags in the code.
    private readonly ConcurrentDictionary<string, Pace> _paces = new(StringComparer.OrdinalIgnoreCase);

    public void Report(string flag, ShadowResult result, Task<GrayShadowAnswer?> original, GrayShadowAnswer? upgraded)
    {
        if (result.Verdict is ShadowVerdict.Match or ShadowVerdict.Dropped)
        {
            return;
        }

        var pace = _paces.GetOrAdd(flag, _ => new Pace());
        if (pace.TryTake(clock, out var suppressed))
        {
            Log.ShadowDiffers(_logger, LogSafeText.Name(flag), Shown(result, original, upgraded), suppressed);
        }
    }

    /// <summary>Logs that a request cannot be copied or compared.</summary>
    public void NotComparable(string flag)
    {
        if (_paces.GetOrAdd(flag, _ => new Pace()).IsFirstNotComparable())
        {
            Log.ShadowNotComparable(_logger, LogSafeText.Name(flag));
        }
    }

    private static string Shown(ShadowResult result, Task<GrayShadowAnswer?> original, GrayShadowAnswer? upgraded)
    {
        if (result.Verdict == ShadowVerdict.TimedOut)
        {
            return "the upgraded one did not end in time";
        }

        // The type alone: messages may repeat user input.
        if (result.Error is { } error)
        {
            return $"it threw {error.GetType().Name}";
        }

        if (!original.IsCompletedSuccessfully)
        {
            return "the original one threw, the upgraded one did not";
        }

        var before = original.Result!;
        return upgraded switch
        {
            null => "the upgraded body is longer than what is compared",
            _ when before.StatusCode != upgraded.StatusCode =>
                string.Create(CultureInfo.InvariantCulture, $"status {before.StatusCode} against {upgraded.StatusCode}"),
            _ => string
                .Create(CultureInfo.InvariantCulture, $"status {before.StatusCode} and bodies of {before.Body.Length} against {upgraded.Body.Length} bytes"),
        };
    }

    private sealed class Pace
    {
        private long _nextAllowed = long.MinValue;
        private long _suppressed;
        private int _notComparable;

        public bool IsFirstNotComparable() => Interlocked.Exchange(ref _notComparable, 1) == 0;

        public bool TryTake(TimeProvider clock, out long suppressed)
        {
            var now = clock.GetTimestamp();
            var allowed = Volatile.Read(ref _nextAllowed);
            if (now < allowed
                || Interlocked.CompareExchange(ref _nextAllowed, now + (long)(Interval.TotalSeconds * clock.TimestampFrequency), allowed) != allowed)
            {
                Interlocked.Increment(ref _suppressed);
                suppressed = 0;
                return false;
            }

            suppressed = Interlocked.Exchange(ref _suppressed, 0);
            return true;
        }
    }
}
