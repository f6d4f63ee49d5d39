using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Tool.Eval;

/// <summary>Reads contexts: a user, a region, groups and attributes; objects in attributes become attributes with their path as name.</summary>
internal static class EvalContext
{
    private const string Groups = "groups";
    private static readonly string[] Names = ["userId", "region", "attributes", Groups];

    /// <param name="given">The context as it is written. Null: nobody in particular.</param>
    /// <param name="environment">The attribute <c>environment</c>, where the attributes do not name it themselves. Null: none.</param>
    /// <exception cref="BadLineException">Something in it is not of its kind.</exception>
    public static GrayContext Read(JsonElement? given, string? environment)
    {
        var attributes = new Dictionary<string, GrayValue>(StringComparer.Ordinal);
        if (environment is not null)
        {
            attributes["environment"] = environment;
        }

        if (given is not { } context)
        {
            return new GrayContext(null, attributes);
        }

        Expect(context, "context", JsonValueKind.Object, "an object");
        foreach (var field in context.EnumerateObject())
        {
            if (!Names.Contains(field.Name) && NearName.Find(field.Name, Names) is { } near)
            {
                throw BadLineException.Of($"'{LogSafeText.Escape(field.Name)}' is no field of 'context'; did you mean '{near}'?");
            }
        }

        if (context.Given("attributes") is { } own)
        {
            Flatten("", Expect(own, "attributes", JsonValueKind.Object, "an object"), attributes);
        }

        if (context.Given(Groups) is { } groups)
        {
            attributes[Groups] = List(Expect(groups, Groups, JsonValueKind.Array, "a list"));
        }

        return new GrayContext(context.Text("userId"), attributes) { Region = context.Text("region") };
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static JsonElement Expect(JsonElement value, string name, JsonValueKind kind, string expected) =>
        value.ValueKind == kind ? value : throw BadLineException.Of($"'{name}' is {Kind(value)}, and {expected} is expected");

    private static void Flatten(string prefix, JsonElement given, Dictionary<string, GrayValue> attributes)
    {
        foreach (var property in given.EnumerateObject())
        {
            if (prefix.Length + property.Name.Length > DocumentLimits.MaxNameLength)
            {
                // No rule names it, and thousands of members below a long one would each copy it.
                throw BadLineException.Of($"the name of an attribute has more than {DocumentLimits.MaxNameLength} characters");
            }

            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Flatten(name + ".", property.Value, attributes);
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    attributes[name] = Value(name, property.Value);
                    break;
            }
        }
    }

    private static GrayValue Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => List(value),
        _ => value.TryGetDecimal(out var exact) ? exact
            : value.TryGetDouble(out var number) && double.IsFinite(number) ? number
            : throw BadLineException.Of($"the attribute '{LogSafeText.Escape(name)}' is a number beyond all that can be computed with"),
    };

    private static string[] List(JsonElement list) => [.. list.EnumerateArray().Select(static element => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null =>
            throw BadLineException.Of($"a list has {Kind(element)} in it, and texts are expected"),
        _ => element.GetRawText(),
    })];
}
