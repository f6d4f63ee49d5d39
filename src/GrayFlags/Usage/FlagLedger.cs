namespace GrayFlags.Usage;

/// <summary>The counted answers of one flag: by ten seconds for five minutes, by day for 35 days. Not thread-safe.</summary>
/// <param name="since">The first day.</param>
/// <param name="isShared">True when a fleet counts together: <see cref="Days"/> are then those of all, and what is not in the store yet is kept apart.</param>
internal sealed class FlagLedger(DateOnly since, bool isShared = false)
{
    public const int MostDays = 35;

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly List<UsageStep> _steps = [];
    private readonly List<UsageDay> _days = [];
    private List<UsageDay> _counted = [];
    private IReadOnlyList<UsageDay> _sent = [];
    private long _on;
    private long _off;

    public DateOnly Since { get; private set; } = since;

    public DateTimeOffset? LastAskedAt { get; private set; }

    /// <summary>The last day on which the flag was part of the rules.</summary>
    public DateOnly SeenOn { get; set; } = since;

    public IReadOnlyList<UsageDay> Days => _days;

    /// <summary>The ledger as it was saved.</summary>
    public static FlagLedger Of(UsageState.FlagState saved, bool isShared)
    {
        var ledger = new FlagLedger(saved.Since, isShared) { LastAskedAt = saved.LastAskedAt, SeenOn = saved.SeenOn };
        ledger._days.AddRange(UsageState.Unpack(saved.Days).OrderBy(static day => day.Day).TakeLast(MostDays));
        ledger._sent = isShared ? [.. UsageState.Unpack(saved.Unsent ?? [])] : [];
        return ledger;
    }

    /// <summary>The saved form.</summary>
    public UsageState.FlagState Save() => new(
        Since, SeenOn, LastAskedAt, UsageState.Pack(Days), isShared ? UsageState.Pack(UsageDays.Sum([.. _sent, .. _counted]).TakeLast(MostDays)) : null);

    /// <summary>Takes the answers that go to the store now; they count as sent until <see cref="Confirm"/>.</summary>
    public UsageState.FlagState Send()
    {
        _sent = [.. UsageDays.Sum([.. _sent, .. _counted]).TakeLast(MostDays)];
        _counted = [];
        return new UsageState.FlagState(Since, SeenOn, LastAskedAt, UsageState.Pack(_sent));
    }

    /// <summary>Notes that everything sent is in the store.</summary>
    public void Confirm() => _sent = [];

    /// <summary>Takes over what the whole fleet has counted; what the store has not got yet comes on top.</summary>
    public void Learn(UsageState.FlagState fleet)
    {
        Since = fleet.Since < Since ? fleet.Since : Since;
        LastAskedAt = LastAskedAt is { } asked && !(fleet.LastAskedAt > asked) ? asked : fleet.LastAskedAt;
        List<UsageDay> days = [.. UsageDays.Sum([.. UsageState.Unpack(fleet.Days), .. _sent, .. _counted]).TakeLast(MostDays)];
        _days.Clear();
        _days.AddRange(days);
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
        AddDay(_days, UsageDays.DayOf(now), newOn, newOff);
        if (isShared)
        {
            AddDay(_counted, UsageDays.DayOf(now), newOn, newOff);
        }
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

    private static void AddDay(List<UsageDay> days, DateOnly day, long on, long off)
    {
        if (days is [.., var last] && last.Day >= day)
        {
            days[^1] = last with { On = last.On + on, Off = last.Off + off };
            return;
        }

        days.Add(new UsageDay(day, on, off));
        days.RemoveAll(kept => kept.Day.DayNumber <= day.DayNumber - MostDays);
    }
}
