namespace GrayFlags.Usage;

/// <summary>The counted answers of one flag: by ten seconds for five minutes, by day for 35 days. Not thread-safe.</summary>
internal sealed class FlagLedger(DateOnly since)
{
    public const int MostDays = 35;

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly List<UsageStep> _steps = [];
    private readonly List<UsageDay> _days = [];
    private long _on;
    private long _off;

    public DateOnly Since { get; } = since;

    public DateTimeOffset? LastAskedAt { get; private set; }

    /// <summary>The last day on which the flag was part of the rules.</summary>
    public DateOnly SeenOn { get; set; } = since;

    public IReadOnlyList<UsageDay> Days => _days;

    /// <summary>The ledger as it was saved.</summary>
    public static FlagLedger Of(DateOnly since, DateOnly seenOn, DateTimeOffset? lastAskedAt, IEnumerable<UsageDay> days)
    {
        var ledger = new FlagLedger(since) { LastAskedAt = lastAskedAt, SeenOn = seenOn };
        ledger._days.AddRange(days.OrderBy(static day => day.Day).TakeLast(MostDays));
        return ledger;
    }

    /// <summary>Takes what has been counted so far for known, so that only what comes later is an answer.</summary>
    public void Begin(long on, long off) => (_on, _off) = (on, off);

    /// <summary>Takes in how many answers there were in all.</summary>
    public void Add(long on, long off, DateTimeOffset now)
    {
        // Counts of rules that come back after they were gone begin anew.
        var (newOn, newOff) = (on < _on ? on : on - _on, off < _off ? off : off - _off);
        (_on, _off) = (on, off);
        if (newOn + newOff == 0)
        {
            return;
        }

        LastAskedAt = now;
        AddStep(new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Step.Ticks), TimeSpan.Zero), newOn, newOff);
        AddDay(DateOnly.FromDateTime(now.UtcDateTime), newOn, newOff);
    }

    /// <summary>The steps of the last five minutes.</summary>
    public IReadOnlyList<UsageStep> Steps(DateTimeOffset now)
    {
        Forget(now);
        return [.. _steps];
    }

    /// <summary>Drops steps that are too old to be shown.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (_steps.Count > 0)
        {
            _steps.RemoveAll(step => now - step.At >= Window);
        }
    }

    // Also after a clock that went back: time in a chart goes on.
    private void AddStep(DateTimeOffset at, long on, long off)
    {
        if (_steps is [.., var last] && last.At >= at)
        {
            _steps[^1] = last with { On = last.On + on, Off = last.Off + off };
            return;
        }

        _steps.Add(new UsageStep(at, on, off));
        Forget(at);
    }

    private void AddDay(DateOnly day, long on, long off)
    {
        if (_days is [.., var last] && last.Day >= day)
        {
            _days[^1] = last with { On = last.On + on, Off = last.Off + off };
            return;
        }

        _days.Add(new UsageDay(day, on, off));
        _days.RemoveAll(kept => kept.Day.DayNumber <= day.DayNumber - MostDays);
    }
}
