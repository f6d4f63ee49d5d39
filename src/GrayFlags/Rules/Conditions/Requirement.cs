namespace GrayFlags.Rules.Conditions;

/// <summary>What another flag has to serve.</summary>
/// <param name="Flag">The other flag.</param>
/// <param name="Enabled">Whether it has to be on.</param>
/// <param name="Variant">The variant that it has to serve; null: it does not matter.</param>
internal sealed record Requirement(Flag Flag, bool Enabled, Variant? Variant)
{
    public bool IsMet(ref EvaluationFrame frame)
    {
        var serve = Flag.ServeTo(ref frame);
        return Variant is null ? serve.Enabled == Enabled : ReferenceEquals(serve.Variant(ref frame), Variant);
    }

    public string Seen(ref EvaluationFrame frame)
    {
        var serve = Flag.ServeTo(ref frame);
        var variant = serve.Variant(ref frame) is { } served ? $", variant '{served.Name}'" : "";
        return $"'{Flag.Name}' is {(serve.Enabled ? "on" : "off")}{variant}";
    }

    public override string ToString() => Variant is null ? $"'{Flag.Name}' {(Enabled ? "on" : "off")}" : $"'{Flag.Name}' serving '{Variant.Name}'";
}
