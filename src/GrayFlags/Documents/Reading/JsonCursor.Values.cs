using System.Globalization;
using System.Text;
using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal ref partial struct JsonCursor
{
    public string? ReadText(string allowed = "a text")
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            ReportKind(allowed);
            return null;
        }

        var text = RepeatedTextOrNull();
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

    public bool? ReadBoolean(string allowed = "true or false")
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType == JsonTokenType.True;
        }

        if (_options.LiteralsAreText && _json.TokenType == JsonTokenType.String && bool.TryParse(TextOrNull(), out var value))
        {
            return value;
        }

        if (_json.TokenType == JsonTokenType.String && SwitchWord.Of(TextOrNull()) is { } meant)
        {
            ReportText(allowed, meant ? "true" : "false");
            return null;
        }

        ReportKind(allowed);
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

            if (!CountIfFull())
            {
                Report(ProblemText.NotAnInteger(LogSafeText.Escape(literal), min, max));
            }

            return null;
        }

        if (IsQuotedNumber(out literal))
        {
            ReportText("a whole number", literal);
            return null;
        }

        ReportKind("a whole number");
        return null;
    }

    /// <summary>Reads a percentage; where literals are texts, a percent sign may follow it.</summary>
    public decimal? ReadPercent() => ReadDecimal(ProblemText.NotAPercentage, isPercent: true);

    /// <summary>Reads a number exactly, or not at all.</summary>
    public decimal? ReadDecimal(Func<string, string> problem, bool isPercent = false)
    {
        if (IsNumber(out var literal))
        {
            if (PercentLiteral.TryParse(isPercent && literal[^1] is '%' or '％' ? literal[..^1].TrimEnd() : literal, out var value))
            {
                return value;
            }

            if (!CountIfFull())
            {
                Report(problem(LogSafeText.Escape(literal)));
            }

            return null;
        }

        if (!CountIfFull())
        {
            Report(IsQuotedNumber(out literal) ? ProblemText.WithoutQuotes(problem("the text " + Shown()), literal) : problem(Shown()));
        }

        Skip();
        return null;
    }

    /// <summary>Reads the two forms in which nearly all instants are written, ten times as fast as by format.</summary>
    /// <remarks>The parser's own reading of other forms is not ours: it takes a text without an offset for local time.</remarks>
    public readonly bool TryReadInstant(out DateTimeOffset instant)
    {
        const int WholeSeconds = 19;
        instant = default;
        return _json is { TokenType: JsonTokenType.String, ValueIsEscaped: false }
            && _json.ValueSpan[Math.Min(WholeSeconds, _json.ValueSpan.Length)..] is [(byte)'Z'] or [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]
            && _json.TryGetDateTimeOffset(out instant);
    }

    public IReadOnlyList<string>? ReadList()
    {
        var position = Position();
        string[] entries;
        if (_json.TokenType == JsonTokenType.String)
        {
            if (ReadText() is not { } text)
            {
                return null;
            }

            entries = ListText.Split(text);
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            entries = ReadEntries();
        }
        else
        {
            ReportKind("a list of texts");
            return null;
        }

        if (entries.Length > Limits.MaxListEntries)
        {
            Report(ProblemText.TooMany(entries.Length, "entries", Limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)), position);
        }

        return entries;
    }

    /// <summary>The value under the cursor, as a message may show it.</summary>
    public readonly string Shown() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => LogSafeText.Escape(Encoding.UTF8.GetString(_json.ValueSpan)),
        _ => TextOrNull() is { } text ? LogSafeText.Quote(text) : "a broken text",
    };

    private string[] ReadEntries()
    {
        var entries = _list;
        entries.Clear();
        for (var index = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            // The path of an entry is written only where it is needed: there may be 100,000 of them.
            if (_json.TokenType == JsonTokenType.String
                && (index < MaxRepeated ? RepeatedTextOrNull() : TextOrNull()) is { } entry
                && entry.Length <= Limits.MaxTextLength)
            {
                entries.Add(entry);
                continue;
            }

            Enter(DocumentPath.Index(index));
            ReadText();
            Leave();
        }

        return [.. entries];
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

    // A number that somebody put in quotes, where those are not needed to write it.
    private readonly bool IsQuotedNumber(out string literal)
    {
        literal = !_options.LiteralsAreText && _json.TokenType == JsonTokenType.String ? TextOrNull() ?? "" : "";
        return literal is ['-' or (>= '0' and <= '9'), ..] && PercentLiteral.TryParse(literal, out _);
    }

    private readonly string? TextOrNull() => _json.ValueIsEscaped && EscapedText.HasLoneSurrogate(_json.ValueSpan) ? null : _json.GetString();

    // Of what is often the same in the next flag, too.
    private readonly string? RepeatedTextOrNull() => _json.ValueIsEscaped ? TextOrNull() : _repeated.Find(_json.ValueSpan) ?? _json.GetString();
}
