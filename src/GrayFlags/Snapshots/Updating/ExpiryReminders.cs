using System.Globalization;
using GrayFlags.Rules;

namespace GrayFlags.Snapshots.Updating;

/// <summary>Warns of expired flags from their expiry on, by one timer that runs only while an expiry lies ahead.</summary>
internal sealed class ExpiryReminders(TimeProvider clock, Action due) : IDisposable
{
    private const int MaxListed = 20;

    // A timer does not follow changes of the clock, waits at most 49 days, and counts whole milliseconds.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>The warnings due now.</summary>
    public static IReadOnlyList<string> At(DateTimeOffset now, RuleSet? ruleSet)
    {
        if (ruleSet is null || ruleSet.Expiries.Count == 0)
        {
            return [];
        }

        var past = ruleSet.Expiries.TakeWhile(expiry => expiry.End <= now).ToList();
        var listed = past.Take(MaxListed).Select(expiry => expiry.Reminder);
        return past.Count <= MaxListed
            ? [.. listed]
            : [.. listed, string.Create(CultureInfo.InvariantCulture, $"{past.Count - MaxListed} more flags have expired")];
    }

    /// <summary>Schedules the next warning. Called by one thread at a time.</summary>
    public void Schedule(DateTimeOffset now, RuleSet? ruleSet)
    {
        if (ruleSet?.Expiries.FirstOrDefault(expiry => expiry.End > now)?.End is { } next && !_isDisposed)
        {
            _timer ??= clock.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var wait = Math.Min(Math.Ceiling((next - now).TotalMilliseconds), LongestWait.TotalMilliseconds);
            _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops the timer. Called by the same thread at a time as the others.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
        _timer = null;
    }
}
