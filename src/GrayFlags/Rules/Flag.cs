using System.Diagnostics.CodeAnalysis;
using GrayFlags.Documents;
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
        Disabled = other.Disabled;
        Variants = other.Variants;
        Quick = isKilled ? FastPath.Of(Serve.Off) : other.Quick;
        Asked = other.Asked;
        Steps = other.Steps;
        Origin = other.Origin;
        Definition = other.Definition;
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

    /// <summary>The value that is served when nothing else decides.</summary>
    public required Serve Default { get; init; }

    /// <summary>
    /// The value that is served while the flag is disabled, killed or rolled back, and to excluded units: off, whatever variant comes with it.
    /// </summary>
    public Serve Disabled { get; init; } = Serve.Off;

    /// <summary>The variants by name, for flags that require one.</summary>
    public required IReadOnlyDictionary<string, Variant> Variants { get; init; }

    /// <summary>The rollout that gradually admits the subjects for whom no rule decides; null when there is none.</summary>
    public RolloutPlan? Rollout { get; init; }

    /// <summary>The same answer as by the precedence, if it is known without evaluating the rules.</summary>
    public required FastPath Quick { get => _quick; init => _quick = value; }

    /// <summary>The number of flags that one answer may have to evaluate: this one and, for each path that leads to them, those it requires.</summary>
    public required long Asked { get; init; }

    /// <summary>The maximum <see cref="EvaluationCost"/> of one answer, with everything it leads to.</summary>
    public required long Steps { get; init; }

    /// <summary>The definition that the flag was compiled from: all that its answers depend on, but for segments and other flags.</summary>
    public FlagDefinition Definition { get; init; } = false;

    /// <summary>True when browsers and apps on devices may see the flag.</summary>
    public bool IsClientSide => Definition.ClientSide == true;

    /// <summary>True when a variant of the flag has a value.</summary>
    public bool HasValues => Variants.Count > 0 && Variants.Values.Any(static variant => variant.Value is not null);

    /// <summary>The source of the definition with those that it overrides, for explanations; null where there is one source only.</summary>
    public string? Origin { get; set; }

    /// <summary>The flag's place among those of its rule set.</summary>
    public int Place { get; private set; }

    /// <summary>The start of the flag's <see cref="EvaluationCounters"/> among those of its rule set.</summary>
    public int FirstCell { get; private set; }

    /// <summary>The flags that this one needs to be on, directly or indirectly. Computed on first use, which for most flags is never.</summary>
    /// <param name="flags">All flags of the rule set, by their places.</param>
    public IEnumerable<Flag> Requires(Flag[] flags) => (_requires ??= RequiredFlags.Of(this, flags)).Select(place => flags[place]);

    /// <summary>The same flag for another rule set; off for everyone if the kill switch names it.</summary>
    public Flag Copy(bool isKilled) => new(this, isKilled);

    /// <summary>Takes the flag into a rule set.</summary>
    public void TakePlace(int place, int firstCell)
    {
        Place = place;
        FirstCell = firstCell;
        _quick = _quick.CountedFrom(firstCell);
    }
}
