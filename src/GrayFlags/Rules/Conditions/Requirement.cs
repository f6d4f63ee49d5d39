namespace GrayFlags.Rules.Conditions;

/// <summary>What another flag has to serve.</summary>
/// <param name="Flag">The other flag.</param>
/// <param name="Enabled">Whether it has to be on.</param>
/// <param name="Variant">The variant that it has to serve; null: it does not matter.</param>
internal sealed record Requirement(Flag Flag, bool Enabled, Variant? Variant)
{
    /// <summary>How many <see cref="AnswerSteps"/> it takes: those of the flag, and those of telling which variant it serves.</summary>
    public long Steps => AnswerSteps.Flag + Flag.Steps + (Variant is null ? 0 : Flag.Variants.Count);

    public bool IsMet(ref EvaluationFrame frame)
    {
        if (frame.Overrides.TryFind(Flag.Name, out var enabled, out var variant))
        {
            return Variant is null ? enabled == Enabled : string.Equals(variant, Variant.Name, StringComparison.OrdinalIgnoreCase);
        }

        var serve = Flag.ServeTo(ref frame);
        return Variant is null ? serve.Enabled == Enabled : ReferenceEquals(serve.Variant(ref frame), Variant);
    }

    public string Seen(ref EvaluationFrame frame)
    {
        if (frame.Overrides.TryFind(Flag.Name, out var enabled, out var variant))
        {
            return Seen(enabled, variant) + ", overridden";
        }

        var serve = Flag.ServeTo(ref frame);
        return Seen(serve.Enabled, serve.Variant(ref frame)?.Name);
    }

    private string Seen(bool enabled, string? variant) => $"'{Flag.Name}' is {(enabled ? "on" : "off")}{(variant is null ? "" : $", variant '{variant}'")}";

    public override string ToString() => Variant is null ? $"'{Flag.Name}' {(Enabled ? "on" : "off")}" : $"'{Flag.Name}' serving '{Variant.Name}'";
}
