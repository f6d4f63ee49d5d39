using System.Text;
using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal ref partial struct JsonCursor
{
    /// <summary>
    /// Reads a literal of <c>when</c> as its text: numbers keep their digits, and true and false are written
    /// small, since configuration writes them as True and False.
    /// </summary>
    public string? ReadLiteral(string allowed = "a text, a number, true or false")
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number when _json.ValueSpan.Length > Limits.MaxTextLength:
                Report(ProblemText.TextTooLong(_json.ValueSpan.Length, Limits.MaxTextLength));
                return null;
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(_json.ValueSpan);
            default:
                return ReadText(allowed) is { } text ? Small(text) : null;
        }
    }

    /// <summary>Reads a list of literals, or one literal in place of a list. An empty text is an empty list, since configuration knows no other.</summary>
    /// <param name="isSplit">Whether one text holds a list, parted by commas.</param>
    public IReadOnlyList<string>? ReadLiterals(bool isSplit)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            if (isSplit && _json.TokenType == JsonTokenType.String)
            {
                return ReadList() is { } list ? [.. list.Select(Small)] : null;
            }

            return ReadLiteral("a text, a number, true, false or a list of them") is not { } literal ? null : literal.Length == 0 ? (string[])[] : [literal];
        }

        var position = Position();
        var entries = _list;
        entries.Clear();
        for (var index = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; index++)
        {
            Enter(DocumentPath.Index(index));
            if (ReadLiteral() is { } entry)
            {
                entries.Add(entry);
            }

            Leave();
        }

        if (entries.Count > Limits.MaxListEntries)
        {
            Report(ProblemText.TooMany(entries.Count, "entries", Limits.MaxListEntries, nameof(DocumentLimits.MaxListEntries)), position);
        }

        return entries.ToArray();
    }

    private static string Small(string text) => BooleanText.TryParse(text, out var value) ? (value ? "true" : "false") : text;
}
