namespace GrayFlags.Rules;

/// <summary>A flag, compiled.</summary>
internal sealed class Flag
{
    public required string Name { get; init; }

    /// <summary>Where nothing is left to decide: <see cref="DecisionReason.Static"/> or <see cref="DecisionReason.Disabled"/>; otherwise <see cref="DecisionReason.Default"/>.</summary>
    public required DecisionReason FixedReason { get; init; }

    /// <summary>What is served when no rule matches, or when nothing is left to decide.</summary>
    public required Serve Default { get; init; }

    /// <summary>The rules in the order in which they are tried.</summary>
    public required Rule[] Rules { get; init; }

    /// <summary>Rules written with <c>"enabled": false</c>; only an explanation shows them.</summary>
    public Rule[] SwitchedOffRules { get; init; } = [];

    /// <summary>All variants by name, ignoring case.</summary>
    public required IReadOnlyDictionary<string, Variant> Variants { get; init; }

    /// <summary>Whether the flag is on, where that can be told without asking the rules.</summary>
    public required QuickAnswer Quick { get; init; }

    /// <summary>Whether the kill switch names the flag.</summary>
    public bool IsKilled { get; init; }

    public bool IsFixed => FixedReason != DecisionReason.Default;
}
