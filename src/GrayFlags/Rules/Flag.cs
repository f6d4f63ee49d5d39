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
        IsKilled = isKilled;
        IsDisabled = other.IsDisabled;
        IsStatic = other.IsStatic;
        Rules = other.Rules;
        IdleRules = other.IdleRules;
        Rollout = other.Rollout;
        Default = other.Default;
        DefaultSplit = other.DefaultSplit;
        Variants = other.Variants;
        Quick = isKilled ? FastPath.Of(Serve.Off) : other.Quick;
        Asked = other.Asked;
        Steps = other.Steps;
    }

    public required string Name { get; init; }

    /// <summary>True when the kill switch names the flag.</summary>
    public bool IsKilled { get; }

    /// <summary>True when the flag is written with <c>"enabled": false</c>.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>True when the flag is written as <c>true</c> or <c>false</c>, which then is its <see cref="Default"/>.</summary>
    public bool IsStatic { get; init; }

    /// <summary>The rules in the order in which they are tried.</summary>
    public required Rule[] Rules { get; init; }

    /// <summary>Rules that cannot match here: switched off, or meant for other environments or instances. Only an explanation shows them.</summary>
    public Rule[] IdleRules { get; init; } = [];

    /// <summary>The default that splits those who have an id between variants; null when the default does not split.</summary>
    public Serve? DefaultSplit { get; init; }

    /// <summary>What is served when nothing else decides.</summary>
    public required Serve Default { get; init; }

    /// <summary>The variants by name, for flags that require one.</summary>
    public required IReadOnlyDictionary<string, Variant> Variants { get; init; }

    /// <summary>The rollout that admits more and more of those whom no rule decides; null where there is none.</summary>
    public RolloutPlan? Rollout { get; init; }

    /// <summary>The same answer as by the precedence, where it is known without asking the rules.</summary>
    public required FastPath Quick { get => _quick; init => _quick = value; }

    /// <summary>How many flags one answer may have to ask: this one and, for each way that leads to them, those it requires.</summary>
    public required long Asked { get; init; }

    /// <summary>How many <see cref="EvaluationCost"/> one answer takes at the most, whatever it leads to.</summary>
    public required long Steps { get; init; }

    /// <summary>Where the flag stands among those of its rule set.</summary>
    public int Place { get; private set; }

    /// <summary>Where the flag's <see cref="EvaluationCounters"/> begin among those of its rule set.</summary>
    public int FirstCell { get; private set; }

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
}
