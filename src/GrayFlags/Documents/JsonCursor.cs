using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GrayFlags.Documents;

/// <summary>Walks the JSON of one document, knows path and line of where it stands, and collects problems instead of throwing.</summary>
/// <remarks>Only broken syntax ends the walk, as a <see cref="JsonException"/> that <see cref="DocumentReader"/> catches.</remarks>
internal ref struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly DocumentReaderOptions _options;
    private readonly List<string> _path = [];
    private Utf8JsonReader _json;
    private long _linesCountedTo;
    private int _lineThere = 1;

    public JsonCursor(ReadOnlySpan<byte> utf8, DocumentReaderOptions options)
    {
        _utf8 = utf8;
        _options = options;
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowComments,
            CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = options.Limits.MaxDepth,
        });
    }

    public List<DocumentProblem> Problems { get; } = [];

    public readonly JsonTokenType Token => _json.TokenType;

    public readonly int Depth => _json.CurrentDepth;

    public readonly DocumentLimits Limits => _options.Limits;

    public readonly bool LiteralsAreText => _options.LiteralsAreText;

    public bool Read() => _json.Read();

    public void Skip() => _json.Skip();

    public void Enter(string name) => _path.Add(name);

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public int? Line()
    {
        if (_options.LiteralsAreText)
        {
            return null;
        }

        // Tokens come in the order of the text, so each byte is looked at once.
        var start = _json.TokenStartIndex;
        if (start > _linesCountedTo)
        {
            _lineThere += _utf8[(int)_linesCountedTo..(int)start].Count((byte)'\n');
            _linesCountedTo = start;
        }

        return _lineThere;
    }

    public SourceMark Mark() => new(_options.Source, Line());

    public void Report(string message) => Report(message, Line());

    public readonly void Report(string message, int? line) =>
        Problems.Add(new DocumentProblem { Source = _options.Source, Line = line, Path = DocumentPath.Join(_path), Message = message });

    public void ReportKind(string allowed)
    {
        Report(ProblemText.Kind(Shown(), allowed));
        Skip();
    }

    /// <summary>Goes to the next field of an object; the cursor then stands on the field's value. Unknown and repeated fields are problems and skipped.</summary>
    public bool NextField(FieldSet fields, ref uint seen, out string field)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var index = IndexOf(fields, out var name);
            if (index < 0)
            {
                ReportUnknown(fields, name);
                _json.Read();
                Skip();
                continue;
            }

            field = fields.Names[index];
            if ((seen & (1u << index)) != 0)
            {
                Enter(field);
                Report(ProblemText.GivenTwice(field));
                Leave();
                _json.Read();
                Skip();
                continue;
            }

            seen |= 1u << index;
            _json.Read();
            if (_json.TokenType != JsonTokenType.Null)
            {
                Enter(field);
                return true;
            }
        }

        field = "";
        return false;
    }

    /// <summary>Goes to the next entry of an object that is keyed by name; the cursor then stands on the entry's value.</summary>
    public bool NextEntry(HashSet<string> names, out string name)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var key = TextOrNull();
            var isNew = key is not null && names.Add(key);
            if (isNew)
            {
                _json.Read();
                if (_json.TokenType != JsonTokenType.Null)
                {
                    name = key!;
                    Enter(name);
                    return true;
                }

                names.Remove(key!);
                continue;
            }

            Enter(key is null ? "?" : key);
            Report(key is null ? ProblemText.LoneSurrogate : ProblemText.GivenTwice(ShownText.Escape(key)));
            Leave();
            _json.Read();
            Skip();
        }

        name = "";
        return false;
    }

    public string? ReadText(string allowed = "a text")
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            ReportKind(allowed);
            return null;
        }

        var text = TextOrNull();
        if (text is null)
        {
            Report(ProblemText.LoneSurrogate);
            return null;
        }

        if (text.Length > Limits.MaxTextLength)
        {
            Report(ProblemText.TextTooLong(text.Length, Limits.MaxTextLength));
            return null;
        }

        return text;
    }

    public bool? ReadBoolean()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType == JsonTokenType.True;
        }

        if (_options.LiteralsAreText && _json.TokenType == JsonTokenType.String && bool.TryParse(TextOrNull(), out var value))
        {
            return value;
        }

        ReportKind("true or false");
        return null;
    }

    public long? ReadInteger(long min, long max)
    {
        if (IsNumber(out var literal))
        {
            if (long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            Report(ProblemText.NotAnInteger(ShownText.Escape(literal)));
            return null;
        }

        ReportKind("a whole number");
        return null;
    }

    public decimal? ReadPercent()
    {
        if (IsNumber(out var literal))
        {
            // A literal such as 1e-40 parses to zero: only a text without an exponent, or a whole number of thousandths, says what it means.
            if (literal.Length <= DocumentLimits.MaxNameLength
                && decimal.TryParse(literal, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
                && (value != 0m || IsZero(literal)))
            {
                return value;
            }

            Report(ProblemText.NotAPercentage(ShownText.Escape(literal)));
            return null;
        }

        Report(ProblemText.NotAPercentage(Shown()));
        Skip();
        return null;
    }

    public List<string>? ReadList()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            var text = ReadText();
            return text is null ? null : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        if (_json.TokenType != JsonTokenType.StartArray)
        {
            ReportKind("a list of texts");
            return null;
        }

        var entries = new List<string>();
        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Enter(DocumentPath.Index(count++));
            if (ReadText() is { } entry)
            {
                entries.Add(entry);
            }

            Leave();
        }

        if (count > Limits.MaxListEntries)
        {
            Report(ProblemText.TooMany(count, "entries", Limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)));
        }

        return entries;
    }

    public JsonElement ReadAny()
    {
        CheckAny();
        return JsonElement.ParseValue(ref _json);
    }

    /// <summary>The value under the cursor, as a message may show it.</summary>
    public readonly string Shown() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => ShownText.Escape(Encoding.UTF8.GetString(_json.ValueSpan)),
        _ => TextOrNull() is { } text ? ShownText.Quote(text) : "a broken text",
    };

    private static bool IsZero(string literal)
    {
        foreach (var character in literal)
        {
            if (character is >= '1' and <= '9')
            {
                return false;
            }

            if (character is 'e' or 'E')
            {
                break;
            }
        }

        return true;
    }

    private readonly bool IsNumber(out string literal)
    {
        literal = _json.TokenType switch
        {
            JsonTokenType.Number => Encoding.UTF8.GetString(_json.ValueSpan),
            JsonTokenType.String when _options.LiteralsAreText => TextOrNull()?.Trim() ?? "",
            _ => "",
        };
        return literal.Length > 0 && (literal[0] is '-' or (>= '0' and <= '9'));
    }

    // GetString throws InvalidOperationException, not JsonException, for an unpaired surrogate.
    private readonly string? TextOrNull()
    {
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly int IndexOf(FieldSet fields, out string? name)
    {
        name = null;
        for (var index = 0; index < fields.Names.Count; index++)
        {
            if (_json.ValueTextEquals(fields.Utf8(index)))
            {
                return index;
            }
        }

        name = TextOrNull();
        return name is null ? -1 : fields.IndexOf(name);
    }

    private void ReportUnknown(FieldSet fields, string? name)
    {
        if (name is null)
        {
            Report(ProblemText.LoneSurrogate);
            return;
        }

        Enter(name);
        Report(fields.NotYet.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? ProblemText.NotYet(name)
            : ProblemText.UnknownField(ShownText.Escape(name), NearName.Find(name, fields.Names), fields.Names));
        Leave();
    }

    // What we keep without reading it (metadata, values) must still be clean: its reader would meet the exception otherwise.
    private void CheckAny()
    {
        var ahead = _json;
        var depth = ahead.CurrentDepth;
        var names = new Stack<HashSet<string>>();
        while (true)
        {
            switch (ahead.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    CheckText(ref ahead, names);
                    break;
            }

            var isOpen = ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if ((ahead.CurrentDepth == depth && !isOpen) || !ahead.Read())
            {
                return;
            }
        }
    }

    private void CheckText(ref Utf8JsonReader ahead, Stack<HashSet<string>> names)
    {
        try
        {
            var text = ahead.GetString()!;
            if (ahead.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(text))
            {
                Report(ProblemText.GivenTwice(ShownText.Escape(text)));
            }
        }
        catch (InvalidOperationException)
        {
            Report(ProblemText.LoneSurrogate);
        }
    }
}
