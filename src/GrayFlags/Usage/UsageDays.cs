namespace GrayFlags.Usage;

/// <summary>Answers by day: sums and bounds, in the order of days.</summary>
internal static class UsageDays
{
    /// <summary>The day of an instant, in UTC.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    /// <summary>Adds up what several have counted.</summary>
    public static IEnumerable<UsageDay> Sum(IEnumerable<UsageDay> days) => days
        .GroupBy(static day => day.Day)
        .Select(static all => all.Aggregate(static (sum, day) => sum with { On = Add(sum.On, day.On), Off = Add(sum.Off, day.Off) }))
        .OrderBy(static day => day.Day);

    /// <summary>The greater of two counts of each day: both are of the same calls, and one may have missed some.</summary>
    public static IEnumerable<UsageDay> Max(IEnumerable<UsageDay> days) => days
        .GroupBy(static day => day.Day)
        .Select(static all => all.Aggregate(static (most, day) => most with { On = Math.Max(most.On, day.On), Off = Math.Max(most.Off, day.Off) }))
        .OrderBy(static day => day.Day);

    // A store may hold anything: a sum that is too large must not turn negative.
    private static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
