using System.Text.Json;

namespace GrayFlags.Rules.Operators;

/// <summary>Reads a comparison of JsonLogic: an operator and a literal of JSON.</summary>
internal static class JsonLogicText
{
    private const string Version = "sem_ver";

    private static readonly Dictionary<string, JsonLogicComparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["=="] = JsonLogicComparison.Equal,
        ["!="] = JsonLogicComparison.NotEqual,
        ["==="] = JsonLogicComparison.Same,
        ["!=="] = JsonLogicComparison.NotSame,
        ["<"] = JsonLogicComparison.Less,
        ["<="] = JsonLogicComparison.LessOrEqual,
        [">"] = JsonLogicComparison.Greater,
        [">="] = JsonLogicComparison.GreaterOrEqual,
        ["in"] = JsonLogicComparison.In,
        ["includes"] = JsonLogicComparison.Includes,
        ["starts_with"] = JsonLogicComparison.StartsWith,
        ["ends_with"] = JsonLogicComparison.EndsWith,
        [Version] = JsonLogicComparison.Version,
    };

    /// <summary>The operator; null when the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name under which it stands in documents.</param>
    public static JsonLogicOperator? TryParse(string text, string name)
    {
        if (text == "!!")
        {
            return new(name, text, JsonLogicComparison.True, [], null);
        }

        var (word, rest) = Cut(text);
        if (!Comparisons.TryGetValue(word, out var comparison))
        {
            return null;
        }

        var relation = "";
        if (comparison == JsonLogicComparison.Version)
        {
            (relation, rest) = Cut(rest);
        }

        try
        {
            using var json = JsonDocument.Parse(rest);
            return Of(name, text, comparison, relation, json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonLogicOperator? Of(string name, string text, JsonLogicComparison comparison, string relation, JsonElement literal)
    {
        if (comparison == JsonLogicComparison.In)
        {
            return literal.ValueKind == JsonValueKind.Array && literal.EnumerateArray().All(IsScalar)
                ? new(name, text, comparison, [.. literal.EnumerateArray().Select(static element => new JsonLogicValue(element))], null)
                : null;
        }

        if (comparison == JsonLogicComparison.Version)
        {
            return JsonLogicVersion.IsRelation(relation) && literal.ValueKind == JsonValueKind.String
                ? new(name, text, comparison, [], new JsonLogicVersion(relation, literal.GetString()!))
                : null;
        }

        return IsScalar(literal) ? new(name, text, comparison, [new JsonLogicValue(literal)], null) : null;
    }

    private static bool IsScalar(JsonElement element) => element.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);

    private static (string Word, string Left) Cut(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? (text[..space], text[(space + 1)..]) : (text, "");
}
