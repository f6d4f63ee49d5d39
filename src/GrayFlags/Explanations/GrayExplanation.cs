using System.Text;

namespace GrayFlags;

/// <summary>A decision with everything that led to it: every rule and condition with its input and its verdict, also of rules that did not match.</summary>
/// <remarks>Shows user ids and attributes: meant for the people who run the rules, not for logs that leave the house.</remarks>
public sealed class GrayExplanation
{
    internal GrayExplanation(string flag, GrayDecision decision, string summary, IReadOnlyList<RuleExplanation> rules)
    {
        Flag = flag;
        Decision = decision;
        Summary = summary;
        Rules = rules;
    }

    /// <summary>The flag that was asked for.</summary>
    public string Flag { get; }

    /// <summary>The same decision that <c>Evaluate</c> gives.</summary>
    public GrayDecision Decision { get; }

    /// <summary>One sentence that says why, for people.</summary>
    public string Summary { get; }

    /// <summary>Every rule, in the order in which they are tried; those that are switched off last.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; }

    /// <summary>The flag's rollout, which stands above the rules where it refuses, and below them where it admits; null where it has none.</summary>
    public RolloutExplanation? Rollout { get; internal init; }

    /// <summary>The whole explanation, a line for each rule and condition.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Flag).Append(" is ").Append(Decision).Append('\n').Append("  ").Append(Summary);
        foreach (var rule in Rules)
        {
            text.Append('\n');
            rule.WriteTo(text, 1);
        }

        if (Rollout is not null)
        {
            text.Append('\n');
            Rollout.WriteTo(text, 1);
        }

        return text.ToString();
    }
}
