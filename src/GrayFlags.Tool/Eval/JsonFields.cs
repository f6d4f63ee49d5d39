using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Eval;

/// <summary>Reads fields of the kind that is expected, or says what was found instead.</summary>
internal static class JsonFields
{
    public static JsonElement? Given(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element, string name) => element.Given(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw BadLineException.Of($"'{LogSafeText.Escape(name)}' is {EvalContext.Kind(value)}, and a text is expected"),
    };

    public static bool Flag(this JsonElement element, string name) => element.Given(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        { } value => throw BadLineException.Of($"'{LogSafeText.Escape(name)}' is {EvalContext.Kind(value)}, and true or false is expected"),
    };
}
