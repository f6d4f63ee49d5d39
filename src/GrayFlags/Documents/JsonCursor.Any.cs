using System.Text.Json;

namespace GrayFlags.Documents;

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
        Stack<HashSet<string>>? names = null;
        while (true)
        {
            switch (ahead.TokenType)
            {
                case JsonTokenType.StartObject:
                    (names ??= []).Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names!.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    CheckText(ref ahead, names!.Peek());
                    break;
                case JsonTokenType.String:
                    CheckText(ref ahead, null);
                    break;
            }

            var isOpen = ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if ((ahead.CurrentDepth == depth && !isOpen) || !ahead.Read())
            {
                return;
            }
        }
    }

    private void CheckText(ref Utf8JsonReader ahead, HashSet<string>? names)
    {
        if (ahead.ValueIsEscaped && EscapedText.HasLoneSurrogate(ahead.ValueSpan))
        {
            Report(ProblemText.LoneSurrogate, LineAt(ahead.TokenStartIndex));
            return;
        }

        // Most texts are shorter in bytes than the limit in characters: only the others are unescaped to be measured.
        if (ahead.ValueSpan.Length > Limits.MaxTextLength && ahead.GetString()!.Length is var length && length > Limits.MaxTextLength)
        {
            Report(ProblemText.TextTooLong(length, Limits.MaxTextLength), LineAt(ahead.TokenStartIndex));
            return;
        }

        if (names is not null && ahead.GetString()! is var name && !names.Add(name))
        {
            Report(ProblemText.RepeatedInJson(ShownText.Escape(name)), LineAt(ahead.TokenStartIndex));
        }
    }
}
