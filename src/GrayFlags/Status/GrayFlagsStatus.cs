using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>The state of the rules at one moment: the version that serves, since when, and every problem. Immutable.</summary>
public sealed record GrayFlagsStatus
{
    /// <summary>The state of the rules.</summary>
    public required GrayFlagsState State { get; init; }

    /// <summary>The moment of this status.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The version of the rules that serve; empty before any were loaded.</summary>
    public string Version { get; init; } = "";

    /// <summary>Counts the rule sets that this process has served, from 1; 0 before any were loaded.</summary>
    public long Generation { get; init; }

    /// <summary>The number of flags that serve.</summary>
    public int FlagCount { get; init; }

    /// <summary>The time of the last change of the rules; null before any were loaded.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>
    /// The time since the last change of the rules; null before any were loaded. A file that never changes, such as a <c>subPath</c> mount, shows here.
    /// </summary>
    public TimeSpan? Age => AsOf - ChangedAt;

    /// <summary>The pin that holds the rules at an earlier version; null when none does.</summary>
    public RulesPin? Pin { get; init; }

    /// <summary>The flags that operators have turned off for everyone, the earliest first.</summary>
    public IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; } = [];

    /// <summary>True when a provider that polls has been silent for too long: its timer died, or its loads hang.</summary>
    public bool IsStale => Providers.Any(provider => AsOf - (provider.LoadedAt ?? provider.StartedAt) > provider.MaxSilence);

    /// <summary>Every provider, in the order of precedence: later ones override earlier ones.</summary>
    public IReadOnlyList<ProviderStatus> Providers { get; init; } = [];

    /// <summary>Oddities that are no reason to refuse a document: for example a kill switch that names no flag.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The warnings about sources without content.</summary>
    internal IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The number of times that a custom condition has thrown, and so did not hold. Each condition is logged once.</summary>
    public long ConditionFailures { get; init; }

    /// <summary>Every problem of every provider's newest document.</summary>
    public IEnumerable<DocumentProblem> Problems => Providers.SelectMany(provider => provider.Problems);
}
