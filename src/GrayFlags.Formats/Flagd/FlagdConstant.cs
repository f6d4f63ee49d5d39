using System.Text.Json;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Flagd;

/// <summary>Operations on literals, which are known when a flag is converted. Of two kinds of literals nothing is guessed.</summary>
internal static class FlagdConstant
{
    public static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    /// <exception cref="NotExpressibleException">The kinds differ, and would be converted.</exception>
    public static bool Compare(string operation, JsonElement left, JsonElement? right)
    {
        if (right is not { } other)
        {
            return IsTrue(left);
        }

        return operation switch
        {
            "===" => IsSame(left, other),
            "!==" => !IsSame(left, other),
            "==" when left.ValueKind == other.ValueKind => IsSame(left, other),
            "!=" when left.ValueKind == other.ValueKind => !IsSame(left, other),
            "in" when other.ValueKind == JsonValueKind.Array => other.EnumerateArray().Any(element => IsSame(left, element)),
            "<" or "<=" or ">" or ">=" when left.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number =>
                IsInOrder(operation, left.GetDouble().CompareTo(other.GetDouble())),
            "starts_with" when AreTexts(left, other) => left.GetString()!.StartsWith(other.GetString()!, StringComparison.Ordinal),
            "ends_with" when AreTexts(left, other) => left.GetString()!.EndsWith(other.GetString()!, StringComparison.Ordinal),
            "includes" when AreTexts(left, other) => left.GetString()!.Contains(other.GetString()!, StringComparison.Ordinal),
            _ => throw new NotExpressibleException($"'{operation}' compares the literals {left.GetRawText()} and {other.GetRawText()}"),
        };
    }

    private static bool AreTexts(JsonElement left, JsonElement right) => left.ValueKind == JsonValueKind.String && right.ValueKind == JsonValueKind.String;

    private static bool IsInOrder(string operation, int order) => operation switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static bool IsSame(JsonElement left, JsonElement right) =>
        (IsScalar(left) && IsScalar(right)) || left.ValueKind != right.ValueKind
            ? IsSameScalar(left, right)
            : throw new NotExpressibleException($"the literals {left.GetRawText()} and {right.GetRawText()} are compared");

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);

    private static bool IsSameScalar(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind
        && (left.ValueKind == JsonValueKind.Number ? left.GetDouble() == right.GetDouble() : left.AsText() == right.AsText());
}
