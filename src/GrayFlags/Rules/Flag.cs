using System.Diagnostics.CodeAnalysis;
using GrayFlags.Rules.Counting;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules;

/// <summary>A flag, compiled.</summary>
internal sealed class Flag
{
    private FastPath _quick;
    private int[]? _requires;

    public Flag()
    {
    }

    [SetsRequiredMembers]
    private Flag(Flag other, bool isKilled)
    {
        Name = other.Name;
        FixedReason = isKilled ? DecisionReason.Disabled : other.FixedReason;
        Default = isKilled ? Serve.Off : other.Default;
        Rules = other.Rules;
        IdleRules = other.IdleRules;
        Variants = other.Variants;
        Rollout = other.Rollout;
        Quick = isKilled ? FastPath.Of(Serve.Off) : other.Quick;
        Asked = other.Asked;
        Steps = other.Steps;
        IsKilled = isKilled;
    }

    public required string Name { get; init; }

    /// <summary>Where nothing is left to decide: <see cref="DecisionReason.Static"/> or <see cref="DecisionReason.Disabled"/>; otherwise <see cref="DecisionReason.Default"/>.</summary>
    public required DecisionReason FixedReason { get; init; }

    /// <summary>What is served when no rule matches, or when nothing is left to decide.</summary>
    public required Serve Default { get; init; }

    /// <summary>The rules in the order in which they are tried.</summary>
    public required Rule[] Rules { get; init; }

    /// <summary>Rules that cannot match here: switched off, or meant for other environments or instances. Only an explanation shows them.</summary>
    public Rule[] IdleRules { get; init; } = [];

    /// <summary>The variants by name, for flags that require one.</summary>
    public required IReadOnlyDictionary<string, Variant> Variants { get; init; }

    /// <summary>The rollout that admits more and more of those whom no rule decides; null where there is none.</summary>
    public RolloutPlan? Rollout { get; init; }

    /// <summary>Whether the flag is on, where that can be told without asking the rules.</summary>
    public required FastPath Quick { get => _quick; init => _quick = value; }

    /// <summary>How many flags one answer may have to ask: this one and, for each way that leads to them, those it requires.</summary>
    public required long Asked { get; init; }

    /// <summary>How many <see cref="EvaluationCost"/> one answer takes at the most, whatever it leads to.</summary>
    public required long Steps { get; init; }

    /// <summary>Where the flag stands among those of its rule set.</summary>
    public int Place { get; private set; }

    /// <summary>Where the flag's <see cref="EvaluationCounters"/> begin among those of its rule set.</summary>
    public int FirstCell { get; private set; }

    /// <summary>Whether the kill switch names the flag.</summary>
    public bool IsKilled { get; }

    public bool IsFixed => FixedReason != DecisionReason.Default;

    /// <summary>The flags that this one needs to be on, by whatever way. Found when it is first wanted, which for most flags is never.</summary>
    /// <param name="flags">All flags of the rule set, by their places.</param>
    public IEnumerable<Flag> Requires(Flag[] flags) => (_requires ??= RequiredFlags.Of(this, flags)).Select(place => flags[place]);

    /// <summary>The same flag for another rule set; off for everyone where the kill switch names it.</summary>
    public Flag Copy(bool isKilled) => new(this, isKilled);

    /// <summary>Takes the flag into a rule set.</summary>
    public void TakePlace(int place, int firstCell)
    {
        Place = place;
        FirstCell = firstCell;
        _quick = _quick.CountedFrom(firstCell);
    }

    /// <summary>The first rule that matches; null where none does, or where there is nothing left to decide.</summary>
    public Rule? DecidingRule(ref EvaluationFrame frame)
    {
        if (IsFixed)
        {
            return null;
        }

        return Rollout is null ? FirstMatch(ref frame) : DecidingRuleOf(Rollout, ref frame);
    }

    public Serve ServeTo(ref EvaluationFrame frame) => DecidingRule(ref frame)?.Serve ?? Default;

    // A rollback wins over the rules, and so does the wish of a single unit; what no rule decides is the rollout's.
    private Rule? DecidingRuleOf(RolloutPlan rollout, ref EvaluationFrame frame)
    {
        var admission = frame.Admissions[rollout.Index];
        return admission.Refusal(ref frame)
            ?? FirstMatch(ref frame)
            ?? (admission.Assign(ref frame).Arm == GrayArm.Canary ? rollout.Rule : null);
    }

    private Rule? FirstMatch(ref EvaluationFrame frame)
    {
        foreach (var rule in Rules)
        {
            if (rule.Matches(ref frame))
            {
                return rule;
            }
        }

        return null;
    }
}
