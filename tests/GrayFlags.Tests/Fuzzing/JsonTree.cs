using System.Text;
using System.Text.Json;

namespace GrayFlags.Tests.Fuzzing;

/// <summary>JSON as it is written, so that it can be written wrong: names may come twice, and a scalar may be any text.</summary>
internal sealed class JsonTree
{
    private const string Indent = " ";

    /// <summary>The fields of an object, each name with its quotes and escapes; null where this is none.</summary>
    public List<(string Name, JsonTree Value)>? Fields { get; private init; }

    /// <summary>The entries of a list; null where this is none.</summary>
    public List<JsonTree>? Entries { get; private init; }

    /// <summary>The text of a scalar; empty for objects and lists.</summary>
    public string Scalar { get; private init; } = "";

    public bool IsText => Scalar.StartsWith('"');

    public bool IsNumber => Scalar.Length > 0 && (char.IsAsciiDigit(Scalar[^1]) || Scalar[0] == '-');

    public static JsonTree Parse(string json) => Of(JsonElement.Parse(json));

    public static JsonTree OfScalar(string text) => new() { Scalar = text };

    public static JsonTree OfList(IEnumerable<JsonTree> entries) => new() { Entries = [.. entries] };

    public static JsonTree OfObject(params IEnumerable<(string, JsonTree)> fields) => new() { Fields = [.. fields] };

    /// <summary>This and everything below.</summary>
    public IEnumerable<JsonTree> All()
    {
        var open = new Stack<JsonTree>([this]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Fields?.Select(field => field.Value) ?? next.Entries ?? [])
            {
                open.Push(child);
            }
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static JsonTree Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => OfObject(json.EnumerateObject().Select(field => (JsonSerializer.Serialize(field.Name), Of(field.Value)))),
        JsonValueKind.Array => OfList(json.EnumerateArray().Select(Of)),
        _ => OfScalar(json.GetRawText()),
    };

    private void Write(StringBuilder text)
    {
        if (Fields is null && Entries is null)
        {
            text.Append(Scalar);
            return;
        }

        text.Append(Fields is null ? '[' : '{');
        var separator = "";
        foreach (var (name, value) in Fields ?? Entries!.ConvertAll(entry => ("", entry)))
        {
            text.Append(separator).Append(name).Append(name.Length > 0 ? ":" + Indent : "");
            value.Write(text);
            separator = "," + Indent;
        }

        text.Append(Fields is null ? ']' : '}');
    }
}
