using System.Text.Json.Serialization;
using GrayFlags.Publishing;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>The pins and switches that restrict the newest documents and outlive the process. Immutable.</summary>
internal sealed record OperatorState
{
    public static OperatorState None { get; } = new();

    /// <summary>Identifies the states of one directory; null before the first is saved.</summary>
    public string? Lineage { get; init; }

    /// <summary>The operator's pin, or null.</summary>
    public RulesPin? Pin { get; init; }

    /// <summary>The flags that operators have turned off, earliest first.</summary>
    public IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; } = [];

    /// <summary>The flags that operators have turned off for the whole fleet; null where none is known.</summary>
    public FleetSwitches? Fleet { get; init; }

    /// <summary>The flags that are turned off, here or in the whole fleet, earliest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<TurnedOffFlag> AllTurnedOff => Fleet is not { TurnedOff.Count: > 0 } fleet ? TurnedOff
        : TurnedOff.Count == 0 ? fleet.TurnedOff
        : [.. fleet.TurnedOff.Concat(TurnedOff.Where(flag => fleet.Find(flag.Flag) is null)).OrderBy(flag => flag.At)];

    /// <summary>The kill switch in force for each provider, including documents that are not live.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Off { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Combines the restrictions of two states.</summary>
    /// <param name="other">The state of another directory; of two pins, this one's wins.</param>
    public OperatorState With(OperatorState other) => this with
    {
        Pin = Pin ?? other.Pin,
        TurnedOff =
            [.. TurnedOff, .. other.TurnedOff.Where(flag => TurnedOff.All(known => !string.Equals(known.Flag, flag.Flag, StringComparison.OrdinalIgnoreCase)))],
        Fleet = other.Fleet?.Version > (Fleet?.Version ?? 0) ? other.Fleet : Fleet,
        Off = Off.Concat(other.Off).GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(
                entries => entries.Key,
                IReadOnlyList<string> (entries) => [.. entries.SelectMany(entry => entry.Value).Distinct(StringComparer.OrdinalIgnoreCase)],
                StringComparer.Ordinal),
    };
}
