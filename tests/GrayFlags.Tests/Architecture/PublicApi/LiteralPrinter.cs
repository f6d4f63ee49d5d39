using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>Prints a constant as C# would write it.</summary>
internal static class LiteralPrinter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Print(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        string text => JsonSerializer.Serialize(text, Readable),
        char letter => $"'{letter}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
