namespace GrayFlags.Dashboard.Wire;

/// <summary>One rule, for one context.</summary>
internal sealed record RuleView
{
    public required string Name { get; init; }

    public required int Priority { get; init; }

    public required string Serve { get; init; }

    public required bool IsSwitchedOff { get; init; }

    public required bool Matches { get; init; }

    public required bool Decides { get; init; }

    public required IReadOnlyList<ConditionView> Conditions { get; init; }

    public static RuleView Of(RuleExplanation rule) => new()
    {
        Name = rule.Name,
        Priority = rule.Priority,
        Serve = rule.Serve,
        IsSwitchedOff = rule.IsSwitchedOff,
        Matches = rule.Matches,
        Decides = rule.Decides,
        Conditions = [.. rule.Conditions.Select(ConditionView.Of)],
    };
}
