using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

/// <summary>Reads JSON into a <see cref="FlagDocument"/>: all problems at once, each with its path and line; never an exception.</summary>
/// <remarks>
/// Written against <see cref="Utf8JsonReader"/> by hand, since a (source-generated) serializer stops at its first problem and keeps the last of two equal keys.
/// What it checks is form: fields, types, literals. What a value may be, and what it refers to, is checked when the document is compiled.
/// </remarks>
internal static partial class DocumentReader
{
    private delegate T? EntryReader<T>(ref JsonCursor json)
        where T : class;

    public static DocumentReadResult Read(string json, DocumentReaderOptions options)
    {
        // Each character is at least a byte: what is too large is not copied first.
        if (json.Length > options.Limits.MaxBytes)
        {
            return Refused(options, default, ProblemText.TooLarge(options.Limits.MaxBytes));
        }

        // Transcoding would silently turn half a surrogate pair into U+FFFD.
        var lone = LoneSurrogate.IndexIn(json);
        return lone < 0
            ? Read(Encoding.UTF8.GetBytes(json), options)
            : Refused(options, TextPositions.Of(json, lone), ProblemText.LoneSurrogate);
    }

    public static DocumentReadResult Read(ReadOnlySpan<byte> utf8, DocumentReaderOptions options)
    {
        if (utf8.Length > options.Limits.MaxBytes)
        {
            return Refused(options, default, ProblemText.TooLarge(options.Limits.MaxBytes));
        }

        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8["\uFEFF"u8.Length..];
        }

        // Two zero bytes at every other place are what UTF-16 without a mark looks like.
        if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..])
        {
            return Refused(options, TextPosition.Start, ProblemText.Utf16);
        }

        if (!Utf8.IsValid(utf8))
        {
            return Refused(options, TextPositions.OfInvalidUtf8(utf8), ProblemText.NotUtf8);
        }

        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Refused(options, TextPosition.Start, ProblemText.Empty);
        }

        return ReadRoot(utf8, options);
    }

    private static DocumentReadResult ReadRoot(ReadOnlySpan<byte> utf8, DocumentReaderOptions options)
    {
        var jsonOptions = new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowComments,
            CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = options.Limits.MaxDepth,
        };
        var json = new JsonCursor(utf8, options, jsonOptions);
        try
        {
            json.Read();
            if (json.Token != JsonTokenType.StartObject)
            {
                json.ReportKind("a document, which is an object,");
                return new DocumentReadResult(null, json.ListProblems(), null);
            }

            var document = ReadDocument(ref json, options, out var off);
            json.Read();
            return new DocumentReadResult(document, json.ListProblems(), off) { Minor = json.Minor };
        }
        catch (JsonException exception)
        {
            json.Report(SyntaxProblem.Describe(utf8, exception, jsonOptions), options.LiteralsAreText ? default : TextPositions.Of(utf8, exception));
            return new DocumentReadResult(null, json.ListProblems(), null);
        }
    }

    private static FlagDocument ReadDocument(ref JsonCursor json, DocumentReaderOptions options, out IReadOnlyList<string>? off)
    {
        var mark = json.Mark();
        var limits = json.Limits;
        string? schema = null, description = null;
        long? version = null;
        var schemaVersion = 1;
        DateTimeOffset? issuedAt = null;
        JsonElement? metadata = null;
        NamedEntries<SegmentDefinition>? segments = null;
        NamedEntries<FlagDefinition>? flags = null;
        off = [];
        var seen = default(FieldBitmap);
        while (json.NextField(Fields.Document, ref seen, out var field))
        {
            var position = json.Position();
            mark.AddField(field, position);
            switch (field)
            {
                case "$schema":
                    schema = json.ReadText();
                    break;
                case "schemaVersion":
                    schemaVersion = ReadSchemaVersion(ref json);
                    break;
                case "version":
                    version = ReadVersion(ref json, options);
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
                    segments = ReadEntries<SegmentDefinition>(ref json, "an object of segments, keyed by name,", ReadSegment);
                    CheckCount(ref json, segments, "segments", limits.MaxSegments, nameof(DocumentLimits.MaxSegments), position);
                    break;
                case "flags":
                    flags = ReadEntries<FlagDefinition>(ref json, "an object of flags, keyed by name,", ReadFlag);
                    CheckCount(ref json, flags, "flags", limits.MaxFlags, nameof(DocumentLimits.MaxFlags), position);
                    break;
            }

            json.Leave();
        }

        // Given twice, nobody knows which of the two switches was meant.
        if (seen.IsRepeated(Fields.Document.IndexOf("off")))
        {
            off = null;
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
            Segments = segments ?? new(),
            Flags = flags ?? new(),
        };
    }

    private static NamedEntries<T>? ReadEntries<T>(ref JsonCursor json, string allowed, EntryReader<T> read)
        where T : class
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            json.ReportKind(allowed);
            return null;
        }

        var entries = new NamedEntries<T>();
        List<string>? absent = null;
        while (json.NextEntry(entries, out var name))
        {
            if (json.Token == JsonTokenType.Null)
            {
                (absent ??= []).Add(name);
            }
            else if (read(ref json) is { } entry)
            {
                entries.SetLast(entry);
            }

            json.Leave();
        }

        // Only now: until the end of the object its name was taken.
        if (absent is not null)
        {
            entries.RemoveAll(absent);
        }

        return entries;
    }

    private static List<T>? ReadItems<T>(ref JsonCursor json, string allowed, EntryReader<T> read)
        where T : class
    {
        if (json.Token != JsonTokenType.StartArray)
        {
            json.ReportKind(allowed);
            return null;
        }

        var position = json.Position();
        var items = new List<T>();
        for (var index = 0; json.Read() && json.Token != JsonTokenType.EndArray; index++)
        {
            json.Enter(DocumentPath.Index(index));
            if (read(ref json) is { } item)
            {
                items.Add(item);
            }

            json.Leave();
        }

        if (items.Count > json.Limits.MaxListEntries)
        {
            json.Report(ProblemText.TooMany(items.Count, "entries", json.Limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)), position);
        }

        return items;
    }

    private static void CheckCount<T>(ref JsonCursor json, NamedEntries<T>? entries, string what, int max, string limit, TextPosition position)
    {
        if (entries is not null && entries.Count > max)
        {
            json.Report(ProblemText.TooMany(entries.Count, what, max, limit), position);
        }
    }

    private static long? ReadVersion(ref JsonCursor json, DocumentReaderOptions options)
    {
        var version = json.ReadInteger(0, options.IsOwnCopy ? long.MaxValue : DocumentAge.MaxVersion);
        return version > DocumentAge.MaxVersion ? null : version;
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

    private static DocumentReadResult Refused(DocumentReaderOptions options, TextPosition position, string message)
    {
        var shown = options.LiteralsAreText ? default : position;
        var problem = new DocumentProblem { Source = options.Source, Line = shown.LineOrNull, Column = shown.ColumnOrNull, Path = "", Message = message };
        return new(null, [problem], null);
    }
}
