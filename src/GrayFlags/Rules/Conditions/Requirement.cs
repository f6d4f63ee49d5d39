using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Conditions;

/// <summary>A requirement on what another flag serves.</summary>
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
        var serve = frame.RequiredFlags.ServeOf(frame.Flags[Place], ref frame, out _);
        if (Variant is null)
        {
            return serve.IsOn(ref frame) == Enabled;
        }

        // By name, as an override knows no more of a variant. Names are unique within a flag.
        var served = serve.Variant(ref frame);
        return ReferenceEquals(served, Variant) || string.Equals(served?.Name, Variant.Name, StringComparison.OrdinalIgnoreCase);
    }

    public string Seen(ref EvaluationFrame frame)
    {
        var serve = frame.RequiredFlags.ServeOf(frame.Flags[Place], ref frame, out var isOverridden);
        var variant = serve.Variant(ref frame) is { } served ? $", variant {LogSafeText.Quote(served.Name)}" : "";
        return $"{LogSafeText.Quote(Flag)} is {(serve.IsOn(ref frame) ? "on" : "off")}{variant}{(isOverridden ? ", overridden" : "")}";
    }

    public override string ToString() => Variant is null
        ? $"{LogSafeText.Quote(Flag)} {(Enabled ? "on" : "off")}"
        : $"{LogSafeText.Quote(Flag)} serving {LogSafeText.Quote(Variant.Name)}";
}
