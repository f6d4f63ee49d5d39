using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GrayFlags.Documents;

/// <summary>Reads JSON into a <see cref="FlagDocument"/>: all problems at once, each with its path and line; never an exception.</summary>
/// <remarks>
/// Written against <see cref="Utf8JsonReader"/> by hand, since a (source-generated) serializer stops at its first problem and keeps the last of two equal keys.
/// What it checks is form: fields, types, literals. What a value may be, and what it refers to, is checked when the document is compiled.
/// </remarks>
internal static partial class DocumentReader
{
    public static DocumentReadResult Read(string json, DocumentReaderOptions options)
    {
        // Transcoding would silently turn half a surrogate pair into U+FFFD.
        for (var index = 0; index < json.Length; index++)
        {
            if (!char.IsSurrogate(json[index]))
            {
                continue;
            }

            if (index + 1 >= json.Length || !char.IsSurrogatePair(json[index], json[index + 1]))
            {
                return Refused(options, 1 + json.AsSpan(0, index).Count('\n'), ProblemText.LoneSurrogate);
            }

            index++;
        }

        return Read(Encoding.UTF8.GetBytes(json), options);
    }

    public static DocumentReadResult Read(ReadOnlySpan<byte> utf8, DocumentReaderOptions options)
    {
        if (utf8.Length > options.Limits.MaxBytes)
        {
            return Refused(options, null, ProblemText.TooLarge(options.Limits.MaxBytes));
        }

        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8["\uFEFF"u8.Length..];
        }

        // Two zero bytes at every other place are what UTF-16 without a mark looks like.
        if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..])
        {
            return Refused(options, 1, ProblemText.Utf16);
        }

        if (!Utf8.IsValid(utf8))
        {
            return Refused(options, LineOfInvalidUtf8(utf8), ProblemText.NotUtf8);
        }

        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Refused(options, 1, ProblemText.Empty);
        }

        return ReadRoot(utf8, options);
    }

    private static DocumentReadResult ReadRoot(ReadOnlySpan<byte> utf8, DocumentReaderOptions options)
    {
        var json = new JsonCursor(utf8, options);
        try
        {
            json.Read();
            if (json.Token != JsonTokenType.StartObject)
            {
                json.ReportKind("a document, which is an object,");
                return new DocumentReadResult(null, json.Problems, null);
            }

            var document = ReadDocument(ref json, out var off);
            json.Read();
            return new DocumentReadResult(document, json.Problems, off);
        }
        catch (JsonException exception)
        {
            json.Problems.Add(new DocumentProblem
            {
                Source = options.Source,
                Line = options.LiteralsAreText ? null : (int?)exception.LineNumber + 1,
                Path = "",
                Message = json.Depth >= options.Limits.MaxDepth ? ProblemText.TooDeep(options.Limits.MaxDepth) : SyntaxMessage(exception),
            });
            return new DocumentReadResult(null, json.Problems, null);
        }
    }

    private static FlagDocument ReadDocument(ref JsonCursor json, out IReadOnlyList<string>? off)
    {
        var mark = json.Mark();
        string? schema = null, description = null;
        long? version = null;
        var schemaVersion = 1;
        DateTimeOffset? issuedAt = null;
        JsonElement? metadata = null;
        off = [];
        var segments = new Dictionary<string, SegmentDefinition>(StringComparer.OrdinalIgnoreCase);
        var flags = new Dictionary<string, FlagDefinition>(StringComparer.OrdinalIgnoreCase);
        uint seen = 0;
        while (json.NextField(Fields.Document, ref seen, out var field))
        {
            mark.AddField(field, json.Line());
            switch (field)
            {
                case "$schema":
                    schema = json.ReadText();
                    break;
                case "schemaVersion":
                    schemaVersion = ReadSchemaVersion(ref json);
                    break;
                case "version":
                    version = json.ReadInteger(0, long.MaxValue);
                    break;
                case "issuedAt":
                    issuedAt = ReadInstant(ref json);
                    break;
                case "description":
                    description = json.ReadText();
                    break;
                case "metadata":
                    metadata = json.ReadAny();
                    break;
                case "off":
                    off = json.ReadList();
                    break;
                case "segments":
                    ReadSegments(ref json, segments);
                    break;
                case "flags":
                    ReadFlags(ref json, flags);
                    break;
            }

            json.Leave();
        }

        return new FlagDocument
        {
            Mark = mark,
            Schema = schema,
            SchemaVersion = schemaVersion,
            Version = version,
            IssuedAt = issuedAt,
            Description = description,
            Metadata = metadata,
            Off = off ?? [],
            Segments = segments,
            Flags = flags,
        };
    }

    private static int ReadSchemaVersion(ref JsonCursor json)
    {
        var shown = json.Shown();
        var version = json.ReadInteger(0, int.MaxValue);
        if (version is not (null or 1))
        {
            json.Report(ProblemText.SchemaVersion(shown));
        }

        return 1;
    }

    private static DocumentReadResult Refused(DocumentReaderOptions options, int? line, string message) =>
        new(null, [new DocumentProblem { Source = options.Source, Line = options.LiteralsAreText ? null : line, Path = "", Message = message }], null);

    private static int LineOfInvalidUtf8(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8;
        while (Rune.DecodeFromUtf8(rest, out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            rest = rest[consumed..];
        }

        return 1 + utf8[..^rest.Length].Count((byte)'\n');
    }

    // The parser's own sentence, without its trailing position: line and path stand beside it already.
    private static string SyntaxMessage(JsonException exception)
    {
        var message = exception.Message;
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return ProblemText.Syntax(ShownSentence(position < 0 ? message : message[..position]));
    }

    private static string ShownSentence(string message) => message.Length <= 200 ? message : message[..200] + "…";
}
