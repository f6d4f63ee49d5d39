namespace GrayFlags.Usage;

/// <summary>The saved form of what was measured.</summary>
internal sealed record UsageState
{
    /// <summary>The days on which this process was measuring.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>The time of the last warning about stale flags.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>The process as the fleet knows it; null for one that is alone.</summary>
    public string? Writer { get; init; }

    /// <summary>The number of the last batch that is known to be in the store.</summary>
    public long Sequence { get; init; }

    public IReadOnlyDictionary<string, FlagState> Flags { get; init; } = new Dictionary<string, FlagState>();

    public static IEnumerable<UsageDay> Unpack(IEnumerable<long[]> days) =>
        days.Select(static day => new UsageDay(DateOnly.FromDayNumber((int)day[0]), day[1], day[2]));

    public static IReadOnlyList<long[]> Pack(IEnumerable<UsageDay> days) => [.. days.Select(static day => new[] { day.Day.DayNumber, day.On, day.Off })];

    /// <param name="Since">The first day on which the flag was measured.</param>
    /// <param name="SeenOn">The last day on which it was part of the rules.</param>
    /// <param name="LastAskedAt">The time of the last call.</param>
    /// <param name="Days">The answers by day: the day's number, on, off.</param>
    /// <param name="Unsent">Those of them that the store of the fleet may not have; null for none.</param>
    internal sealed record FlagState(
        DateOnly Since, DateOnly SeenOn, DateTimeOffset? LastAskedAt, IReadOnlyList<long[]> Days, IReadOnlyList<long[]>? Unsent = null);
}
