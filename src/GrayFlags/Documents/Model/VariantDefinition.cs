using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A variant of a flag: a name with a value that <c>GetValue</c> reads.</summary>
public sealed class VariantDefinition : Definition
{
    /// <summary>The share in a split, relative to the weights of the others: 0 to 100,000 with up to three decimals. Null: not given, in no split.</summary>
    public decimal? Weight { get; init; }

    /// <summary>
    /// The state that the flag reads as for those who are given this variant: false is off although it is served, true is on although nothing turned the flag
    /// on, unless the flag is disabled. Null: the default, as was decided.
    /// </summary>
    public bool? Enabled { get; init; }

    /// <summary>The value, any JSON. Null: the variant has none.</summary>
    public JsonElement? Value { get; init; }
}
