using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Conditions;

/// <summary>What another flag has to serve.</summary>
/// <remarks>Names the flag by its place, not by reference: the kill switch exchanges flags without compiling anything again.</remarks>
/// <param name="Flag">The name of the other flag.</param>
/// <param name="Place">Where it stands among the flags of the rule set.</param>
/// <param name="Enabled">Whether it has to be on.</param>
/// <param name="Variant">The variant that it has to serve; null: it does not matter.</param>
/// <param name="Steps">How many <see cref="EvaluationCost"/> it takes: those of the flag, and those of telling which variant it serves.</param>
internal sealed record Requirement(string Flag, int Place, bool Enabled, Variant? Variant, long Steps)
{
    public bool IsMet(ref EvaluationFrame frame)
    {
        if (frame.Overrides.TryFind(Flag, out var enabled, out var variant))
        {
            return Variant is null ? enabled == Enabled : string.Equals(variant, Variant.Name, StringComparison.OrdinalIgnoreCase);
        }

        var serve = frame.Flags[Place].ServeTo(ref frame);
        return Variant is null ? serve.Enabled == Enabled : ReferenceEquals(serve.Variant(ref frame), Variant);
    }

    public string Seen(ref EvaluationFrame frame)
    {
        if (frame.Overrides.TryFind(Flag, out var enabled, out var variant))
        {
            return Seen(enabled, variant) + ", overridden";
        }

        var serve = frame.Flags[Place].ServeTo(ref frame);
        return Seen(serve.Enabled, serve.Variant(ref frame)?.Name);
    }

    private string Seen(bool enabled, string? variant) => $"{LogSafeText.Quote(Flag)} is {(enabled ? "on" : "off")}{(variant is null ? "" : $", variant {LogSafeText.Quote(variant)}")}";

    public override string ToString() => Variant is null ? $"{LogSafeText.Quote(Flag)} {(Enabled ? "on" : "off")}" : $"{LogSafeText.Quote(Flag)} serving {LogSafeText.Quote(Variant.Name)}";
}
