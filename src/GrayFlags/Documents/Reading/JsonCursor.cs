using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

/// <summary>Walks the JSON of one document, knows path and line of where it stands, and collects problems instead of throwing.</summary>
/// <remarks>Only broken syntax ends the walk, as a <see cref="JsonException"/> that <see cref="DocumentReader"/> catches.</remarks>
internal ref partial struct JsonCursor
{
    // A document of 8 MiB can hold a million mistakes; nobody reads that many messages, and they would fill the memory.
    public const int MaxProblems = 1_000;

    private const int MaxRepeated = 16;
    private const int MaxShownValue = 60;

    // So many entries tell how long one is.
    private const int ToEstimate = 256;
    private const int DepthOfFlags = 2;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly DocumentReaderOptions _options;
    private readonly List<string> _path = [];
    private readonly List<DocumentProblem> _problems = [];
    private readonly NearNames _near = new();
    private readonly StringPool _repeated = new();
    private readonly List<string> _list = [];
    private Utf8JsonReader _json;
    private readonly bool _isAscii;
    private int _countedTo;
    private int _lineThere = 1;

    // Where the column of an offset is 1, less the bytes that are no character of their own.
    private int _columnOrigin;

    public JsonCursor(ReadOnlySpan<byte> utf8, DocumentReaderOptions options, JsonReaderOptions jsonOptions)
    {
        _utf8 = utf8;
        _options = options;
        _json = new Utf8JsonReader(utf8, jsonOptions);
        _isAscii = Ascii.IsValid(utf8);
    }

    /// <summary>The number of problems found, including those beyond <see cref="MaxProblems"/>.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>The minor number of the oldest schema that has every field so far.</summary>
    public int Minor { get; private set; }

    /// <summary>The number of objects of <c>any</c>, <c>all</c> and <c>not</c> around the cursor.</summary>
    public int Nesting { get; set; }

    public readonly JsonTokenType Token => _json.TokenType;

    public readonly DocumentLimits Limits => _options.Limits;

    public bool Read() => _json.Read();

    public void Skip() => _json.Skip();

    public readonly void Enter(string name) => _path.Add(name);

    public readonly void Leave() => _path.RemoveAt(_path.Count - 1);

    public TextPosition Position() => PositionAt(_json.TokenStartIndex);

    /// <summary>The position at which the current value begins.</summary>
    public readonly int Start => (int)_json.TokenStartIndex;

    /// <summary>Tells what was written from there up to the end of the value at hand apart from other texts.</summary>
    public readonly ulong HashSince(int start) => ContentHash.Of(_utf8[start..(int)_json.BytesConsumed]);

    public SourceLocation Mark() => new(_options.Source, Position());

    /// <summary>
    /// Counts one more problem where there is no room to list it, so that nobody writes a message that nobody reads. False while there is room.
    /// </summary>
    public bool CountIfFull()
    {
        if (_problems.Count < MaxProblems)
        {
            return false;
        }

        ProblemCount++;
        return true;
    }

    public void Report(string message) => Report(message, Position());

    public void Report(string message, TextPosition position)
    {
        ProblemCount++;
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(new DocumentProblem
            {
                Source = _options.Source,
                Line = position.LineOrNull,
                Column = position.ColumnOrNull,
                Path = DocumentPath.Join(_path),
                Message = message,
            });
        }
    }

    public void ReportKind(string allowed)
    {
        if (!CountIfFull())
        {
            Report(ProblemText.Kind(Shown(), allowed));
        }

        Skip();
    }

    /// <summary>Reports a value that is no rule: often a condition that lacks the rule's name around it.</summary>
    public void ReportNoRule()
    {
        const string Allowed = "a rule, which is an object,";
        if (Fields.Rule.IndexOf(_path[^1]) is var index and >= 0 && !CountIfFull())
        {
            var field = Fields.Rule.Names[index];
            Report(ProblemText.Kind(Shown(), Allowed) + "; " + ProblemText.NamelessRule(field, Token == JsonTokenType.StartArray ? "[ … ]" : ValueText()));
            Skip();
            return;
        }

        ReportKind(Allowed);
    }

    /// <summary>As <see cref="ReportKind(string)"/>, where a text says in other words what should be written without quotes.</summary>
    private void ReportText(string allowed, string meant)
    {
        if (!CountIfFull())
        {
            Report(ProblemText.TextOfAnotherKind(Shown(), allowed, meant, _options.LiteralsAreText));
        }
    }

    /// <summary>All problems in the order of the text; a final one states how many are not listed.</summary>
    public readonly IReadOnlyList<DocumentProblem> ListProblems()
    {
        if (_problems.Count == 0)
        {
            return [];
        }

        // A problem of a whole object is known at its end, but stands at its start. OrderBy is stable.
        List<DocumentProblem> listed = [.. _problems.OrderBy(problem => problem.Line)];
        if (ProblemCount > listed.Count)
        {
            listed.Add(new DocumentProblem { Source = _options.Source, Path = "", Message = ProblemText.MoreProblems(ProblemCount - listed.Count) });
        }

        return listed;
    }

    /// <summary>
    /// Goes to the next field of an object; the cursor then stands on the field's value. Unknown and repeated fields are problems and skipped.
    /// </summary>
    public bool NextField(FieldSet fields, ref FieldBitmap seen, out string name)
    {
        var isFound = TryNext(fields, ref seen, out var field);
        name = field?.Name ?? "";
        return isFound;
    }

    /// <summary>Goes to the next field as <see cref="NextField"/> does, and gives its row.</summary>
    public bool TryNext(FieldSet fields, ref FieldBitmap seen, [NotNullWhen(true)] out Field? field)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var index = IndexOf(fields, out var name);
            if (index < 0)
            {
                SkipUnknown(fields, name);
                continue;
            }

            // Entered before the value is read, so that a value that is no JSON is found under its own path.
            field = fields[index];
            Minor = Math.Max(Minor, fields.Since.GetValueOrDefault(field.Name));
            Enter(field.Name);
            if (seen.Add(index))
            {
                _json.Read();
                if (_json.TokenType != JsonTokenType.Null)
                {
                    return true;
                }
            }
            else
            {
                ReportTwice(field.Name);
            }

            Leave();
        }

        field = null;
        return false;
    }

    /// <summary>
    /// Goes to the next entry of an object that is keyed by name, and makes room for it in
    /// <paramref name="entries"/>; the cursor then stands on the entry's value.
    /// </summary>
    public bool NextEntry<T>(NamedEntries<T> entries, out string name)
        where T : class
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            // The names of a large object are its own, those of a small one come again in the next.
            var key = entries.Count < MaxRepeated ? RepeatedTextOrNull() : TextOrNull();
            if (key is not null)
            {
                Enter(key);
                if (entries.TryAdd(key))
                {
                    Expect(entries);
                    _json.Read();
                    name = key;
                    return true;
                }

                ReportTwice(key);
                Leave();
                continue;
            }

            Report(ProblemText.LoneSurrogate);
            Skip();
        }

        name = "";
        return false;
    }

    // As many more as the rest of the text has room for, so that a large object does not grow step by step: each step is garbage.
    // Flags and segments only: there may be thousands of smaller objects, and each would make room for ten thousand.
    private readonly void Expect<T>(NamedEntries<T> entries)
    {
        if (entries.Count == ToEstimate && _path.Count == DepthOfFlags)
        {
            var estimate = ToEstimate * 1.05 * _utf8.Length / _json.TokenStartIndex;
            entries.Expect((int)Math.Clamp(estimate, ToEstimate, Math.Max(ToEstimate, Limits.MaxFlags)));
        }
    }

    // Tokens come in the order of the text, so each byte is looked at once; characters are counted only in texts that have others than bytes.
    private TextPosition PositionAt(long tokenStart)
    {
        if (_options.LiteralsAreText)
        {
            return default;
        }

        var start = (int)tokenStart;
        if (start > _countedTo)
        {
            var passed = _utf8[_countedTo..start];
            var lines = passed.Count((byte)'\n');
            if (lines > 0)
            {
                _lineThere += lines;
                var ofLine = passed.LastIndexOf((byte)'\n') + 1;
                _columnOrigin = _countedTo + ofLine;
                passed = passed[ofLine..];
            }

            _columnOrigin += _isAscii ? 0 : passed.Length - Encoding.UTF8.GetCharCount(passed);
            _countedTo = start;
        }

        return new(_lineThere, start < _countedTo ? 0 : start - _columnOrigin + 1);
    }

    private readonly int IndexOf(FieldSet fields, out string? name)
    {
        if (!_json.ValueIsEscaped && fields.IndexOf(_json.ValueSpan) is var index and >= 0)
        {
            name = null;
            return index;
        }

        name = TextOrNull();
        return name is null ? -1 : fields.IndexOf(name);
    }

    private void ReportTwice(string name)
    {
        if (!CountIfFull())
        {
            Report(ProblemText.GivenTwice(LogSafeText.Escape(name)));
        }

        Skip();
    }

    // The value of the property at hand as it is written, where it is short; read ahead, so that a broken one is told of when its turn comes.
    private readonly string ValueAhead()
    {
        var ahead = _json;
        try
        {
            ahead.Read();
            var start = (int)ahead.TokenStartIndex;
            ahead.Skip();
            var value = _utf8[start..(int)ahead.BytesConsumed];
            return value.Length <= MaxShownValue && value.IndexOfAny("\r\n\t"u8) < 0 ? LogSafeText.Escape(Encoding.UTF8.GetString(value), MaxShownValue)
                : value[0] == '{' ? "{ … }"
                : value[0] == '[' ? "[ … ]"
                : "…";
        }
        catch (JsonException)
        {
            return "…";
        }
    }

    private readonly string ValueText() => LogSafeText.Escape(Encoding.UTF8.GetString(_utf8[Start..(int)_json.BytesConsumed]), MaxShownValue);

    private void SkipUnknown(FieldSet fields, string? name)
    {
        if (CountIfFull())
        {
            Skip();
            return;
        }

        if (name is null)
        {
            Report(ProblemText.LoneSurrogate);
            Skip();
            return;
        }

        Enter(name);
        Report(fields.Hints.TryGetValue(name, out var hint)
            ? hint(ValueAhead())
            : ProblemText.UnknownField(LogSafeText.Escape(name), _near.Find(name, fields.Names), fields.Names));
        Skip();
        Leave();
    }
}
