using System.Text;

namespace GrayFlags;

/// <summary>One condition of a rule, evaluated for one context: the wanted value, the actual value, and the result.</summary>
public sealed class ConditionExplanation
{
    internal ConditionExplanation(string field, string wanted, string seen, bool holds, IReadOnlyList<ConditionExplanation>? parts = null)
    {
        Field = field;
        Wanted = wanted;
        Seen = seen;
        Holds = holds;
        Parts = parts ?? [];
    }

    /// <summary>The field of the document, for example <c>regions</c>.</summary>
    public string Field { get; }

    /// <summary>The wanted value, for people.</summary>
    public string Wanted { get; }

    /// <summary>The actual value from the context or the clock.</summary>
    public string Seen { get; }

    /// <summary>
    /// True when the condition holds. For <c>except</c>: true when it lets the rule match, so that a rule matches exactly when all its conditions hold.
    /// </summary>
    public bool Holds { get; }

    /// <summary>The conditions of a segment or of <c>except</c>; inside <c>except</c>, each shows its own result.</summary>
    public IReadOnlyList<ConditionExplanation> Parts { get; }

    /// <summary>Formats the condition and its parts, one per line.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text, 0);
        return text.ToString();
    }

    internal void WriteTo(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(Holds ? "[x] " : "[ ] ").Append(Field).Append(": ").Append(Wanted);
        if (Seen.Length > 0)
        {
            text.Append("; ").Append(Seen);
        }

        foreach (var part in Parts)
        {
            text.Append('\n');
            part.WriteTo(text, depth + 1);
        }
    }
}
