using System.Text.Json;
using GrayFlags.Documents.Reading;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Documents;

/// <summary>A kind of operand: reads an operator's operand from a document and writes it into one.</summary>
internal sealed class OperandKind
{
    private readonly Reader _read;
    private readonly Action<Utf8JsonWriter, string, object> _write;

    private OperandKind(Reader read, Action<Utf8JsonWriter, string, object> write, bool isList = false)
    {
        _read = read;
        _write = write;
        IsList = isList;
    }

    private delegate object? Reader(ref JsonCursor json);

    /// <summary>A text, a number, true or false, held as its text.</summary>
    public static OperandKind Literal { get; } = new((ref json) => json.ReadLiteral(), static (json, name, text) => json.WriteString(name, (string)text));

    /// <summary>A list of literals, or one of them.</summary>
    public static OperandKind Literals { get; } = new((ref json) => json.ReadLiterals(isSplit: false), WriteList, isList: true);

    /// <summary>A list of literals, or one text of them with commas.</summary>
    public static OperandKind SplitLiterals { get; } = new((ref json) => json.ReadLiterals(isSplit: true), WriteList, isList: true);

    /// <summary>A list of texts, or one text of them with commas.</summary>
    public static OperandKind Texts { get; } = new((ref json) => json.ReadList(), WriteList, isList: true);

    /// <summary>An instant with its offset.</summary>
    public static OperandKind Instant { get; } = new(
        (ref json) => DocumentReader.ReadInstant(ref json),
        static (json, name, instant) => DocumentWriter.WriteInstant(json, name, (DateTimeOffset)instant));

    /// <summary>A length of time.</summary>
    public static OperandKind Duration { get; } = new(
        (ref json) => DocumentReader.ReadDuration(ref json),
        static (json, name, duration) => DocumentWriter.WriteDuration(json, name, (TimeSpan)duration));

    /// <summary>True or false.</summary>
    public static OperandKind Boolean { get; } = new((ref json) => json.ReadBoolean(), static (json, name, value) => json.WriteBoolean(name, (bool)value));

    /// <summary>True for a list, which has a meaning even when empty.</summary>
    public bool IsList { get; }

    /// <summary>Reads the value under the cursor; null when it has a problem.</summary>
    public object? Read(ref JsonCursor json) => _read(ref json);

    public void Write(Utf8JsonWriter json, string name, object operand) => _write(json, name, operand);

    private static void WriteList(Utf8JsonWriter json, string name, object list) => DocumentWriter.WriteList(json, name, (IReadOnlyList<string>)list);
}
