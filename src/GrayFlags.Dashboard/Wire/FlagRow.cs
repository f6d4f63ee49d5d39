namespace GrayFlags.Dashboard.Wire;

/// <summary>A flag in a list.</summary>
internal sealed record FlagRow
{
    public required string Name { get; init; }

    public required FlagKind Kind { get; init; }

    public required bool IsKilled { get; init; }

    public required string? Description { get; init; }

    public required string? Owner { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string? Expires { get; init; }

    public required bool IsExpired { get; init; }

    public required string? Source { get; init; }

    public required RolloutRow? Rollout { get; init; }

    /// <summary>The usage; null when it is not measured.</summary>
    public required UsageView? Usage { get; init; }

    public static FlagRow Of(FlagSummary flag, RolloutStatus? rollout, FlagUsage? usage, DateTimeOffset now) => new()
    {
        Name = flag.Name,
        Kind = flag.Kind,
        IsKilled = flag.IsKilled,
        Description = flag.Description,
        Owner = flag.Owner,
        Tags = flag.Tags,
        Expires = flag.Expires?.ToString(),
        IsExpired = flag.IsExpired,
        Source = flag.Source,
        Rollout = rollout is null ? null : RolloutRow.Of(rollout),
        Usage = UsageView.Of(usage, now),
    };
}
