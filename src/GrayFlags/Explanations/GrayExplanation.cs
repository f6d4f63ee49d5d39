using System.Text;

namespace GrayFlags;

/// <summary>A decision with everything that led to it: every rule and condition with its input and its result, including rules that did not match.</summary>
/// <remarks>Contains user ids and attributes: meant for the people who run the rules, not for logs that leave the organisation.</remarks>
public sealed class GrayExplanation
{
    internal GrayExplanation(string flag, GrayDecision decision, string summary, IReadOnlyList<RuleExplanation> rules)
    {
        Flag = flag;
        Decision = decision;
        Summary = summary;
        Rules = rules;
    }

    /// <summary>The requested flag.</summary>
    public string Flag { get; }

    /// <summary>The same decision that <c>Evaluate</c> returns.</summary>
    public GrayDecision Decision { get; }

    /// <summary>The reason for the decision in one sentence, for people.</summary>
    public string Summary { get; }

    /// <summary>Every rule in order of evaluation, followed by those that are switched off.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; }

    /// <summary>
    /// The flag's rollout, or null when it has none. It takes precedence over the rules when it refuses, and comes after them when it admits.
    /// </summary>
    public RolloutExplanation? Rollout { get; internal init; }

    /// <summary>
    /// The source of the flag's definition, with those that it overrides: <c>/app/flags.json, which overrides configuration:GrayFlags</c>. Null when all flags
    /// come from one source, or when the definition was built in code.
    /// </summary>
    public string? Origin { get; internal init; }

    /// <summary>True when browsers and apps on devices see the flag's answers, by <c>"clientSide": true</c>.</summary>
    public bool IsClientSide { get; internal init; }

    /// <summary>Formats the whole explanation, with a line for each rule and condition.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Flag).Append(" is ").Append(Decision).Append('\n').Append("  ").Append(Summary);
        if (Origin is not null)
        {
            text.Append("\n  Defined by ").Append(Origin).Append('.');
        }

        if (IsClientSide)
        {
            text.Append("\n  Browsers and apps on devices see its answers: it is written with \"clientSide\": true.");
        }

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
