namespace GrayFlags.Documents;

/// <summary>A share of subjects: those whose bucket lies in [<see cref="From"/>, <see cref="From"/> + <see cref="Of"/>).</summary>
public sealed class PercentageDefinition : Definition
{
    /// <summary>The size of the share in percent: 0 to 100, with up to three decimals. Not given, and so 0, where there is a <see cref="Ramp"/>.</summary>
    public decimal Of { get; init; }

    /// <summary>
    /// The bucketing unit: <c>user</c>, <c>region</c>, <c>instance</c>, <c>request</c> (a fresh draw at each
    /// call), or the name of an attribute. Null: the default, <c>user</c>.
    /// </summary>
    public string? By { get; init; }

    /// <summary>The text mixed into the bucket. Null: the default, the flag's name in invariant lower case.</summary>
    public string? Salt { get; init; }

    /// <summary>The start of the share, in percent: 0 to 100, with up to three decimals. Null: the default, 0.</summary>
    /// <remarks>
    /// Together with a <see cref="Salt"/> it makes the share a part of that salt's layer, whose parts may not overlap, unless <see cref="Overlap"/> says so.
    /// </remarks>
    public decimal? From { get; init; }

    /// <summary>True: the share may overlap others of its layer. Null: the default, false.</summary>
    public bool? Overlap { get; init; }

    /// <summary>
    /// The size of the share as a function of time, in ascending order: 0 before the first point, the last
    /// point's share after the last. Null: the size is <see cref="Of"/>.
    /// </summary>
    public IReadOnlyList<RampPointDefinition>? Ramp { get; init; }

    /// <summary>The shape of <see cref="Ramp"/> between its points. Null: the default, <see cref="RampShape.Steps"/>.</summary>
    public RampShape? Shape { get; init; }

    /// <summary>
    /// The hash of another system, so that those who are in a share there are in the same share here. Null: the default, the buckets of this library.
    /// </summary>
    /// <remarks>
    /// For documents of other systems. With it, <see cref="Of"/> and <see cref="From"/> may have up to twenty decimals, the share is part of no layer, and it
    /// may stand in <c>any</c>, <c>all</c> and <c>not</c>; it has no <see cref="Ramp"/> and no <see cref="Overlap"/>.
    /// </remarks>
    public BucketHash? Hash { get; init; }

    /// <summary>
    /// The whole of which <see cref="Of"/> and <see cref="From"/> are parts, such as the sum of weights. Null: the default, 100. With <see cref="Hash"/> only.
    /// </summary>
    public decimal? OutOf { get; init; }

    /// <summary>The attributes to go by, in this order, where the context does not have <see cref="By"/>. Null: none. With <see cref="Hash"/> only.</summary>
    public IReadOnlyList<string>? Fallbacks { get; init; }

    /// <summary>
    /// The place of a context that has none of the units to go by. Null: the default, <see cref="MissingUnit.Outside"/>. With <see cref="Hash"/> only.
    /// </summary>
    public MissingUnit? IfMissing { get; init; }

    /// <summary>True: the unit is hashed in lower case. Null: the default, false. With <see cref="Hash"/> only.</summary>
    public bool? IgnoreCase { get; init; }

    /// <summary>The whole of a share by another system's hash: <see cref="OutOf"/>, or its default.</summary>
    internal decimal Whole => OutOf ?? 100m;

    /// <summary>True if only the size is given, so that it is written as a bare number.</summary>
    internal bool IsBareNumber =>
        this is
        {
            By: null, Salt: null, From: null, Overlap: null, Ramp: null, Shape: null, Hash: null, OutOf: null, Fallbacks: null, IfMissing: null,
            IgnoreCase: null,
        };

    /// <summary>A share of users that begins at 0.</summary>
    /// <param name="of">The size of the share in percent.</param>
    public static implicit operator PercentageDefinition(decimal of) => FromDecimal(of);

    /// <summary>A share of users that begins at 0.</summary>
    /// <param name="of">The size of the share in percent.</param>
    /// <returns>The definition.</returns>
    public static PercentageDefinition FromDecimal(decimal of) => new() { Of = of };

    /// <summary>The size of the share when it is at its largest, in percent.</summary>
    internal decimal LargestOf() => Ramp is { Count: > 0 } ramp ? ramp.Max(point => point.Of) : Of;
}
