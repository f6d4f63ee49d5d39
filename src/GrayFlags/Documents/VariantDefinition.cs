using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>A variant of a flag: a name with a value that <c>GetValue</c> reads.</summary>
public sealed class VariantDefinition : Definition
{
    /// <summary>The value, any JSON. Null: the variant has none.</summary>
    public JsonElement? Value { get; init; }
}
