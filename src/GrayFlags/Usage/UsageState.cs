namespace GrayFlags.Usage;

/// <summary>The saved form of what was measured.</summary>
internal sealed record UsageState
{
    /// <summary>The days on which this process was measuring.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>The time of the last warning about stale flags.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    public IReadOnlyDictionary<string, FlagState> Flags { get; init; } = new Dictionary<string, FlagState>();

    /// <param name="Since">The first day on which the flag was measured.</param>
    /// <param name="SeenOn">The last day on which it was part of the rules.</param>
    /// <param name="LastAskedAt">The time of the last call.</param>
    /// <param name="Days">The answers by day: the day's number, on, off.</param>
    internal sealed record FlagState(DateOnly Since, DateOnly SeenOn, DateTimeOffset? LastAskedAt, IReadOnlyList<long[]> Days);
}
