using System.Text.Json;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal ref partial struct JsonCursor
{
    /// <summary>Reads JSON that the library keeps but does not understand: metadata and the values of variants.</summary>
    public JsonElement ReadAny()
    {
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.String)
        {
            CheckAny();
        }

        return JsonElement.ParseValue(ref _json);
    }

    // What is kept unread must still be clean: its reader would meet the exception otherwise, and duplicate names mean something else to each reader.
    private void CheckAny()
    {
        var ahead = _json;
        var depth = ahead.CurrentDepth;
        Stack<HashSet<string>?>? names = null;
        while (true)
        {
            switch (ahead.TokenType)
            {
                case JsonTokenType.StartObject:
                    (names ??= []).Push(null);
                    break;
                case JsonTokenType.EndObject:
                    names!.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    CheckName(ref ahead, names!);
                    break;
                case JsonTokenType.String:
                    CheckText(ref ahead);
                    break;
            }

            var isOpen = ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if ((ahead.CurrentDepth == depth && !isOpen) || !ahead.Read())
            {
                return;
            }
        }
    }

    // A set for each object that has a name: the empty ones may be a million.
    private void CheckName(ref Utf8JsonReader ahead, Stack<HashSet<string>?> names)
    {
        if (!CheckText(ref ahead) || ahead.GetString() is not { } name)
        {
            return;
        }

        if (names.Peek() is not { } taken)
        {
            names.Pop();
            names.Push(taken = new HashSet<string>(StringComparer.Ordinal));
        }

        if (!taken.Add(name) && !CountIfFull())
        {
            Report(ProblemText.RepeatedInJson(LogSafeText.Escape(name)), PositionAt(ahead.TokenStartIndex));
        }
    }

    private bool CheckText(ref Utf8JsonReader ahead)
    {
        if (ahead.ValueIsEscaped && EscapedText.HasLoneSurrogate(ahead.ValueSpan))
        {
            Report(ProblemText.LoneSurrogate, PositionAt(ahead.TokenStartIndex));
            return false;
        }

        // Most texts are shorter in bytes than the limit in characters: only the others are unescaped to be measured.
        if (ahead.ValueSpan.Length > Limits.MaxTextLength && ahead.GetString()!.Length is var length && length > Limits.MaxTextLength)
        {
            Report(ProblemText.TextTooLong(length, Limits.MaxTextLength), PositionAt(ahead.TokenStartIndex));
            return false;
        }

        return true;
    }
}
