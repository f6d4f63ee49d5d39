namespace GrayFlags.Dashboard.Wire;

/// <summary>The state of the rules, and what needs a person.</summary>
internal sealed record SummaryView
{
    public required string Instance { get; init; }

    public required GrayFlagsState State { get; init; }

    public required string Version { get; init; }

    public required long Generation { get; init; }

    public required int Flags { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required DateTimeOffset? ChangedAt { get; init; }

    public required bool IsStale { get; init; }

    public required RulesPin? Pin { get; init; }

    public required IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; }

    /// <summary>The names among these that no flag has: misspelt ones, and flags that are gone or yet to come.</summary>
    public required IReadOnlyList<string> TurnedOffWithoutFlag { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required int Problems { get; init; }

    public required IReadOnlyList<string> Expired { get; init; }

    /// <summary>True when usage is measured.</summary>
    public required bool IsUsageMeasured { get; init; }

    /// <summary>The flags that look stale, without those that have expired; empty when usage is not measured.</summary>
    public required IReadOnlyList<string> Stale { get; init; }

    /// <summary>The rollouts that are neither pending nor completed, those that wait for a person first.</summary>
    public required IReadOnlyList<RolloutRow> Rollouts { get; init; }
}
