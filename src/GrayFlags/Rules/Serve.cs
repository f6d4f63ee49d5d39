using System.Runtime.CompilerServices;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>The value that a rule or a default serves.</summary>
internal sealed class Serve
{
    private readonly Variant? _variant;

    private Serve(bool enabled, Variant? variant = null, SplitCondition? split = null)
    {
        Enabled = enabled;
        _variant = variant;
        Split = split;
    }

    public static Serve On { get; } = new(true);

    public static Serve Off { get; } = new(false);

    public bool Enabled { get; }

    /// <summary>The split that divides subjects between the variants.</summary>
    public SplitCondition? Split { get; }

    public static Serve Of(Variant variant) => new(true, variant);

    public static Serve Of(SplitCondition split) => new(true, split: split);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Variant? Variant(ref EvaluationFrame frame) => Split is null ? _variant : Split.Pick(ref frame);

    public override string ToString() => Split is not null ? "split" : _variant is null ? (Enabled ? "true" : "false") : $"'{_variant.Name}'";
}
