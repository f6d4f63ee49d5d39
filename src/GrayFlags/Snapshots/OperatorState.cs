namespace GrayFlags.Snapshots;

/// <summary>Everything that makes the rules smaller than the newest documents say, as it outlives the process. Immutable.</summary>
internal sealed record OperatorState
{
    public static OperatorState None { get; } = new();

    /// <summary>The version that an operator holds; null when none does.</summary>
    public RulesPin? Pin { get; init; }

    /// <summary>The flags that operators have turned off, the earliest first.</summary>
    public IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; } = [];

    /// <summary>The kill switch of each provider's documents as it is obeyed, also of those that do not serve.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Off { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
