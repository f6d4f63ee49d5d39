using System.Text.Json;

namespace GrayFlags.Formats.Flagd;

/// <summary>An operand: a field of the context with what stands for it where it is missing, or a literal.</summary>
/// <param name="Attribute">The name of the field here; null for a literal.</param>
/// <param name="Literal">The literal; of a field what it is where it is missing, null for null.</param>
internal readonly record struct FlagdOperand(string? Attribute, JsonElement? Literal);
