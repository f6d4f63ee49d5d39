namespace GrayFlags;

/// <summary>The usage of one flag, as this process and the other instances of its fleet have counted it. Immutable.</summary>
public sealed record FlagUsage
{
    /// <summary>The flag's name, as the document spells it.</summary>
    public required string Flag { get; init; }

    /// <summary>The first day, in UTC, on which the flag was measured.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The time of the last call on any instance, to ten seconds on this one and to an hour on others; null for never while it was measured.</summary>
    public DateTimeOffset? LastAskedAt { get; init; }

    /// <summary>The calls of this process a minute over the last five minutes, or since measuring began.</summary>
    public double PerMinute { get; init; }

    /// <summary>The number of answers of this process in the last five minutes with the flag on.</summary>
    public long On { get; init; }

    /// <summary>The number of answers of this process in the last five minutes with the flag off.</summary>
    public long Off { get; init; }

    /// <summary>The share of answers in the last five minutes with the flag on, from 0 to 1; null without any answer. Variants are not told apart.</summary>
    public double? OnShare => On + Off == 0 ? null : (double)On / (On + Off);

    /// <summary>The answers of this process in the last five minutes in steps of ten seconds, the oldest first; steps without any are left out.</summary>
    public IReadOnlyList<UsageStep> Steps { get; init; } = [];

    /// <summary>The answers of all instances by day in UTC, at most 35 days, the oldest first; days without any are left out.</summary>
    public IReadOnlyList<UsageDay> Days { get; init; } = [];

    /// <summary>The reason why the flag looks stale.</summary>
    public StaleReason Stale { get; init; }

    /// <summary>The reason in words, such as <c>not asked for 9 days</c>; empty when it does not look stale.</summary>
    public string StaleText { get; init; } = "";
}
