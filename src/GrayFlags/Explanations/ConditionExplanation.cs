using System.Text;

namespace GrayFlags;

/// <summary>One condition of a rule, as it stood for one context: what it wants, what it saw, and whether it holds.</summary>
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

    /// <summary>What the condition wants, for people.</summary>
    public string Wanted { get; }

    /// <summary>What it saw in the context, or on the clock.</summary>
    public string Seen { get; }

    /// <summary>Whether the condition holds. For <c>except</c>: whether it lets the rule match, so that a rule matches exactly when all its conditions hold.</summary>
    public bool Holds { get; }

    /// <summary>The conditions inside this one: of a segment, or of <c>except</c>, where each says whether it itself holds.</summary>
    public IReadOnlyList<ConditionExplanation> Parts { get; }

    /// <summary>The condition and its parts, a line each.</summary>
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
