using System.Runtime.CompilerServices;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>The value that a rule or a default serves.</summary>
internal sealed class Serve
{
    private readonly Variant? _variant;

    private Serve(bool enabled, Variant? variant = null, SplitCondition? split = null, Allocation? allocation = null, bool isByVariant = false)
    {
        Enabled = enabled;
        IsFixed = !isByVariant;
        Split = split;
        Allocation = allocation;
        _variant = variant;
    }

    public static Serve On { get; } = new(true);

    public static Serve Off { get; } = new(false);

    /// <summary>True where the flag is on for those who are served this, but for variants that decide it themselves.</summary>
    public bool Enabled { get; }

    /// <summary>True where no variant that is chosen decides what the flag reads as.</summary>
    public bool IsFixed { get; }

    /// <summary>The split that divides subjects between the variants.</summary>
    public SplitCondition? Split { get; }

    /// <summary>The steps that choose the variant; null where none are asked.</summary>
    public Allocation? Allocation { get; }

    /// <summary>The maximum <see cref="EvaluationCost"/> of the choice beside that of a split.</summary>
    public long Steps => Allocation?.Steps ?? 0;

    public static Serve Of(Variant variant) => new(variant.Enabled ?? true, variant);

    public static Serve Of(SplitCondition split) => new(true, split: split, isByVariant: split.DecidesEnabled);

    public static Serve Of(Allocation allocation) => new(true, allocation: allocation, isByVariant: allocation.DecidesEnabled);

    /// <summary>Off, with a variant.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="isDisabled">True where the variant may not turn the flag on.</param>
    public static Serve OffWith(Variant variant, bool isDisabled) => new(!isDisabled && variant.Enabled == true, variant);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Variant? Variant(ref EvaluationFrame frame) => Split is null && Allocation is null ? _variant : Chosen(ref frame);

    /// <summary>True where the flag is on for the frame's context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOn(ref EvaluationFrame frame) => IsFixed ? Enabled : IsOnWith(Chosen(ref frame));

    /// <summary>True where the flag is on for somebody who is given this variant of it.</summary>
    public bool IsOnWith(Variant? variant) => IsFixed ? Enabled : variant?.Enabled ?? Enabled;

    public override string ToString() =>
        Split is not null ? "split" : Allocation is not null ? "true, by allocation" : _variant is null ? (Enabled ? "true" : "false") : $"'{_variant.Name}'";

    private Variant? Chosen(ref EvaluationFrame frame) => Allocation is null ? Split?.Pick(ref frame) : Allocation.Pick(ref frame);
}
