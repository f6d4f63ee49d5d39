using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrayFlags.Tool.Common;

/// <summary>Writes results as JSON: text of any script as it is, numbers as .NET reads them back.</summary>
internal static class JsonOutput
{
    public static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = Lines with { Indented = true };

    /// <summary>Writes one result, indented.</summary>
    public static void WriteJson(this Terminal terminal, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            write(writer);
        }

        terminal.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    public static Utf8JsonWriter Field(this Utf8JsonWriter json, string name, string? value)
    {
        json.WriteString(name, value);
        return json;
    }

    public static Utf8JsonWriter Field(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }

        return json;
    }

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
