namespace GrayFlags.Rules;

/// <summary>What a rule or a default serves.</summary>
internal sealed class Serve
{
    private Serve(bool enabled, Variant? variant)
    {
        Enabled = enabled;
        Variant = variant;
    }

    public static Serve On { get; } = new(true, null);

    public static Serve Off { get; } = new(false, null);

    public bool Enabled { get; }

    public Variant? Variant { get; }

    public static Serve Of(Variant variant) => new(true, variant);

    public override string ToString() => Variant is null ? (Enabled ? "true" : "false") : $"'{Variant.Name}'";
}
