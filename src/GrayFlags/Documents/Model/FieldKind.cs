using System.Globalization;
using System.Text.Json;
using GrayFlags.Documents.Reading;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Documents;

/// <summary>A kind of values: reads the value of a field from a document and writes it into one.</summary>
internal sealed class FieldKind
{
    private readonly Reader<object> _read;
    private readonly Action<Utf8JsonWriter, string, object> _write;

    private FieldKind(Reader<object> read, Action<Utf8JsonWriter, string, object> write, FieldShape shape = FieldShape.Single)
    {
        _read = read;
        _write = write;
        Shape = shape;
    }

    public delegate T? Reader<out T>(ref JsonCursor json)
        where T : class;

    /// <summary>A text, a number, true or false, held as its text.</summary>
    public static FieldKind Literal { get; } = new((ref json) => json.ReadLiteral(), static (json, name, text) => json.WriteString(name, (string)text));

    /// <summary>A list of literals, or one of them.</summary>
    public static FieldKind Literals { get; } = new((ref json) => json.ReadLiterals(isSplit: false), WriteList, FieldShape.List);

    /// <summary>A list of literals, or one text of them with commas.</summary>
    public static FieldKind SplitLiterals { get; } = new((ref json) => json.ReadLiterals(isSplit: true), WriteList, FieldShape.List);

    /// <summary>A list of texts, or one text of them with commas.</summary>
    public static FieldKind Texts { get; } = new((ref json) => json.ReadList(), WriteList, FieldShape.List);

    /// <summary>An instant with its offset.</summary>
    public static FieldKind Instant { get; } = new(
        (ref json) => DocumentReader.ReadInstant(ref json),
        static (json, name, instant) => DocumentWriter.WriteInstant(json, name, (DateTimeOffset)instant));

    /// <summary>A length of time.</summary>
    public static FieldKind Duration { get; } = new(
        (ref json) => DocumentReader.ReadDuration(ref json),
        static (json, name, duration) => DocumentWriter.WriteDuration(json, name, (TimeSpan)duration));

    /// <summary>True or false.</summary>
    public static FieldKind Boolean { get; } = new((ref json) => json.ReadBoolean(), static (json, name, value) => json.WriteBoolean(name, (bool)value));

    /// <summary>A day of the week.</summary>
    public static FieldKind Day { get; } = new(
        (ref json) => DocumentReader.ReadDay(ref json), static (json, name, day) => json.WriteString(name, DayNames.Short((DayOfWeek)day)));

    /// <summary>A list of days of the week.</summary>
    public static FieldKind Days { get; } = new(
        (ref json) => DocumentReader.ReadDays(ref json),
        static (json, name, days) => DocumentWriter.WriteList(json, name, [.. ((IReadOnlyList<DayOfWeek>)days).Select(DayNames.Short)]),
        FieldShape.List);

    /// <summary>A list of days of the month.</summary>
    public static FieldKind DaysOfMonth { get; } = new(
        (ref json) => DocumentReader.ReadDaysOfMonth(ref json),
        static (json, name, days) => DocumentWriter.WriteNumbers(json, name, (IReadOnlyList<int>)days),
        FieldShape.List);

    /// <summary>A time of day at which something begins.</summary>
    public static FieldKind TimeOfDay { get; } = new((ref json) => DocumentReader.ReadTimeOfDay(ref json, isEnd: false), WriteTime);

    /// <summary>A time of day at which something ends; that of 24:00 is none.</summary>
    public static FieldKind EndOfTime { get; } = new((ref json) => DocumentReader.ReadTimeOfDay(ref json, isEnd: true), WriteTime);

    /// <summary>A day of the calendar.</summary>
    public static FieldKind Date { get; } = new(
        (ref json) => DocumentReader.ReadDate(ref json),
        static (json, name, date) => json.WriteString(name, ((DateOnly)date).ToString(DocumentWriter.DateFormat, CultureInfo.InvariantCulture)));

    public FieldShape Shape { get; }

    /// <summary>A kind of objects, or of lists of them.</summary>
    public static FieldKind Of<T>(Reader<T> read, Action<Utf8JsonWriter, string, T> write, FieldShape shape)
        where T : class => new((ref json) => read(ref json), (json, name, value) => write(json, name, (T)value), shape);

    /// <summary>A whole number of this range, both ends included.</summary>
    public static FieldKind Integer(int min, int max) =>
        new((ref json) => (int?)json.ReadInteger(min, max), static (json, name, value) => json.WriteNumber(name, (int)value));

    /// <summary>A word of an enumeration, in any case.</summary>
    /// <param name="allowed">The words as a message names them.</param>
    public static FieldKind Word<T>(string allowed)
        where T : struct, Enum =>
        new((ref json) => DocumentReader.ReadWord<T>(ref json, allowed), static (json, name, word) => json.WriteString(name, DocumentWriter.Word((T)word)));

    /// <summary>Reads the value under the cursor; null when it has a problem.</summary>
    public object? Read(ref JsonCursor json) => _read(ref json);

    public void Write(Utf8JsonWriter json, string name, object value) => _write(json, name, value);

    private static void WriteList(Utf8JsonWriter json, string name, object list) => DocumentWriter.WriteList(json, name, (IReadOnlyList<string>)list);

    private static void WriteTime(Utf8JsonWriter json, string name, object time) => json.WriteString(name, DocumentWriter.Time((TimeOnly)time));
}
