using GrayFlags.Rules.Plans;

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

    /// <summary>The rollout, which is asked where no rule matches; null where there is none.</summary>
    public RolloutPlan? Rollout { get; init; }

    /// <summary>Rules that cannot match here: switched off, or meant for other environments or instances. Only an explanation shows them.</summary>
    public Rule[] IdleRules { get; init; } = [];

    /// <summary>The variants by name, for flags that require one.</summary>
    public required IReadOnlyDictionary<string, Variant> Variants { get; init; }

    /// <summary>Whether the flag is on, where that can be told without asking the rules.</summary>
    public required QuickAnswer Quick { get; init; }

    /// <summary>How many flags one answer may have to ask: this one and, for each way that leads to them, those it requires.</summary>
    public required long Asked { get; init; }

    /// <summary>How often the flag gave which answer; handed on from rule set to rule set before it is published.</summary>
    public FlagTally Tally { get; private set; } = new();

    /// <summary>Whether the kill switch names the flag.</summary>
    public bool IsKilled { get; init; }

    public bool IsFixed => FixedReason != DecisionReason.Default;

    /// <summary>Goes on counting where the flag of this name in the rule set before has stopped.</summary>
    public void GoOnFrom(Flag before) => Tally = before.Tally;

    /// <summary>The first rule that matches; null where none does, or where there is nothing left to decide.</summary>
    public Rule? DecidingRule(ref EvaluationFrame frame)
    {
        if (IsFixed)
        {
            return null;
        }

        foreach (var rule in Rules)
        {
            if (rule.Matches(ref frame))
            {
                return rule;
            }
        }

        return null;
    }

    public Serve ServeTo(ref EvaluationFrame frame) => DecidingRule(ref frame)?.Serve ?? Default;
}
