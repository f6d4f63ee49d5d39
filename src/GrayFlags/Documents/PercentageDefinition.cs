namespace GrayFlags.Documents;

/// <summary>A share of subjects: those whose bucket lies in [<see cref="From"/>, <see cref="From"/> + <see cref="Of"/>).</summary>
public sealed class PercentageDefinition : Definition
{
    /// <summary>The size of the share in percent: 0 to 100, with up to three decimals.</summary>
    public decimal Of { get; init; }

    /// <summary>Whose bucket counts: <c>user</c>, <c>region</c>, <c>instance</c>, <c>request</c> (a fresh draw at each call), or the name of an attribute. Null: not given, which is <c>user</c>.</summary>
    public string? By { get; init; }

    /// <summary>The text mixed into the bucket. Null: not given, which is the flag's name in invariant lower case.</summary>
    public string? Salt { get; init; }

    /// <summary>Where the share begins, in percent: 0 to 100, with up to three decimals. Default: 0.</summary>
    public decimal From { get; init; }

    /// <summary>A share of users that begins at 0.</summary>
    /// <param name="of">The size of the share in percent.</param>
    public static implicit operator PercentageDefinition(decimal of) => FromDecimal(of);

    /// <summary>A share of users that begins at 0.</summary>
    /// <param name="of">The size of the share in percent.</param>
    /// <returns>The definition.</returns>
    public static PercentageDefinition FromDecimal(decimal of) => new() { Of = of };
}
