namespace GrayFlags.Dashboard.Wire;

/// <summary>The usage of a flag: its minutes on the instance that answers, its days and its last call on all of a fleet with a store of documents.</summary>
internal sealed record UsageView
{
    private const int RecentSteps = 30;

    private static readonly TimeSpan RecentStep = TimeSpan.FromSeconds(10);

    /// <summary>The first day on which the flag was measured.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The time of the last call, to ten seconds.</summary>
    public required DateTimeOffset? LastAsked { get; init; }

    /// <summary>The calls a minute, over five minutes.</summary>
    public required double PerMinute { get; init; }

    /// <summary>The answers of the last five minutes.</summary>
    public required long Answers { get; init; }

    /// <summary>The shares of these answers; null when there are none.</summary>
    public required SharesView? Shares { get; init; }

    /// <summary>The answers of the last five minutes by ten seconds, the oldest first; null when there are none.</summary>
    public required IReadOnlyList<long>? Recent { get; init; }

    /// <summary>notAsked, oneAnswer or expired; null when the flag does not look stale.</summary>
    public required string? StaleReason { get; init; }

    /// <summary>The same in words, in English.</summary>
    public required string? StaleText { get; init; }

    public static UsageView? Of(FlagUsage? usage, DateTimeOffset now) => usage is null ? null : new UsageView
    {
        Since = usage.Since,
        LastAsked = usage.LastAskedAt,
        PerMinute = Math.Round(usage.PerMinute, 2),
        Answers = usage.On + usage.Off,
        Shares = usage.OnShare is { } on ? new SharesView(Math.Round(on, 4), Math.Round(1 - on, 4)) : null,
        Recent = usage.Steps.Count > 0 ? RecentOf(usage, now) : null,
        StaleReason = usage.Stale switch
        {
            GrayFlags.StaleReason.NotAsked => "notAsked",
            GrayFlags.StaleReason.OneAnswer => "oneAnswer",
            GrayFlags.StaleReason.Expired => "expired",
            _ => null,
        },
        StaleText = usage.StaleText.Length > 0 ? usage.StaleText : null,
    };

    private static long[] RecentOf(FlagUsage usage, DateTimeOffset now)
    {
        var recent = new long[RecentSteps];
        foreach (var step in usage.Steps)
        {
            var age = (int)((now - step.At) / RecentStep);
            if (age is >= 0 and < RecentSteps)
            {
                recent[^(age + 1)] += step.On + step.Off;
            }
        }

        return recent;
    }
}
