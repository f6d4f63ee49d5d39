namespace GrayFlags.Snapshots.Persistence;

/// <summary>Everything that makes the rules smaller than the newest documents say, as it outlives the process. Immutable.</summary>
internal sealed record OperatorState
{
    public static OperatorState None { get; } = new();

    /// <summary>Tells the states of one directory from those of another; null before the first is saved.</summary>
    public string? Lineage { get; init; }

    /// <summary>The version that an operator holds; null when none does.</summary>
    public RulesPin? Pin { get; init; }

    /// <summary>The flags that operators have turned off, the earliest first.</summary>
    public IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; } = [];

    /// <summary>The kill switch of each provider's documents as it is obeyed, also of those that do not serve.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Off { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Everything that either of two states makes smaller.</summary>
    /// <param name="other">The state of another directory; of two pins, this one's holds.</param>
    public OperatorState With(OperatorState other) => this with
    {
        Pin = Pin ?? other.Pin,
        TurnedOff = [.. TurnedOff, .. other.TurnedOff.Where(flag => TurnedOff.All(known => !string.Equals(known.Flag, flag.Flag, StringComparison.OrdinalIgnoreCase)))],
        Off = Off.Concat(other.Off).GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, IReadOnlyList<string> (entries) => [.. entries.SelectMany(entry => entry.Value).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparer.Ordinal),
    };
}
