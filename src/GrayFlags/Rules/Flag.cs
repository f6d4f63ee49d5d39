namespace GrayFlags.Rules;

/// <summary>A flag, compiled.</summary>
internal sealed class Flag
{
    private QuickAnswer _quick;

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

    /// <summary>Whether the flag is on, where that can be told without asking the rules.</summary>
    public required QuickAnswer Quick { get => _quick; init => _quick = value; }

    /// <summary>How many flags one answer may have to ask: this one and, for each way that leads to them, those it requires.</summary>
    public required long Asked { get; init; }

    /// <summary>Where the flag stands among those of its rule set.</summary>
    public int Place { get; private set; }

    /// <summary>Where the flag's <see cref="AnswerCells"/> begin among those of its rule set.</summary>
    public int FirstCell { get; private set; }

    /// <summary>Whether the kill switch names the flag.</summary>
    public bool IsKilled { get; init; }

    public bool IsFixed => FixedReason != DecisionReason.Default;

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
