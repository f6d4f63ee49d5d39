using System.Globalization;
using System.Text;

namespace GrayFlags;

/// <summary>One rule of a flag, evaluated for one context.</summary>
public sealed class RuleExplanation
{
    internal RuleExplanation(
        string name, int priority, string serve, bool isSwitchedOff, bool matches, bool decides, IReadOnlyList<ConditionExplanation> conditions)
    {
        Name = name;
        Priority = priority;
        Serve = serve;
        IsSwitchedOff = isSwitchedOff;
        Matches = matches;
        Decides = decides;
        Conditions = conditions;
    }

    /// <summary>The rule's name.</summary>
    public string Name { get; }

    /// <summary>The rule's priority; lower goes first.</summary>
    public int Priority { get; }

    /// <summary>The served value: <c>true</c>, <c>false</c> or a variant's name.</summary>
    public string Serve { get; }

    /// <summary>True when the rule has <c>"enabled": false</c>, and so never matches.</summary>
    public bool IsSwitchedOff { get; }

    /// <summary>True when all of the rule's conditions hold.</summary>
    public bool Matches { get; }

    /// <summary>True when this is the first matching rule, which decides.</summary>
    public bool Decides { get; }

    /// <summary>Every condition with its result.</summary>
    public IReadOnlyList<ConditionExplanation> Conditions { get; }

    /// <summary>Formats the rule and its conditions, one per line.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text, 0);
        return text.ToString();
    }

    internal void WriteTo(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(Decides ? "=> " : "-  ").Append("rule '").Append(Name).Append('\'');
        if (Priority != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" (priority {Priority})");
        }

        text.Append(" serves ")
            .Append(Serve)
            .Append(": ")
            .Append(IsSwitchedOff ? "switched off" : Decides ? "decides" : Matches ? "matches, but something before it decides" : "does not match");
        foreach (var condition in Conditions)
        {
            text.Append('\n');
            condition.WriteTo(text, depth + 2);
        }
    }
}
