namespace GrayFlags.Tool.References;

/// <summary>Finds quoted texts in source of C-like languages, Visual Basic, F# and Razor: enough of their lexers for comments, escapes and raw texts.</summary>
internal sealed class SourceLiterals
{
    private const int MaxLiteral = 256;

    private readonly string _source;
    private readonly bool _isVisualBasic;
    private readonly bool _isMarkup;
    private readonly List<SourceLiteral> _found = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private SourceLiterals(string source, string extension)
    {
        _source = source;
        _isVisualBasic = extension == "vb";
        _isMarkup = extension is "cshtml" or "razor" or "html" or "vue";
    }

    public static IReadOnlyList<SourceLiteral> Of(string source, string extension)
    {
        var literals = new SourceLiterals(source, extension);
        literals.Read();
        return literals._found;
    }

    private void Read()
    {
        while (_at < _source.Length)
        {
            var next = _source[_at];
            if (next == '\n')
            {
                _line++;
                _lineStart = ++_at;
            }
            else if (!SkipComment())
            {
                if (next == '"' || (next is '\'' or '`' && !_isVisualBasic))
                {
                    ReadLiteral(next);
                }
                else
                {
                    _at++;
                }
            }
        }
    }

    private bool SkipComment()
    {
        var rest = _source.AsSpan(_at);
        if (_isVisualBasic && rest[0] == '\'')
        {
            return SkipTo("\n", keep: true);
        }

        // In markup two slashes are mostly those of an address.
        return (rest.StartsWith("//") && !_isMarkup) ? SkipTo("\n", keep: true)
            : rest.StartsWith("/*") ? SkipTo("*/")
            : rest.StartsWith("@*") && _isMarkup ? SkipTo("*@")
            : rest.StartsWith("<!--") && _isMarkup ? SkipTo("-->")
            : rest.StartsWith("(*") && !rest.StartsWith("(*)") && !_isMarkup && SkipTo("*)");
    }

    private bool SkipTo(string end, bool keep = false)
    {
        var found = _source.IndexOf(end, Math.Min(_at + 2, _source.Length), StringComparison.Ordinal);
        MoveTo(found < 0 ? _source.Length : keep ? found : found + end.Length);
        return true;
    }

    private void MoveTo(int end)
    {
        for (; _at < end; _at++)
        {
            if (_source[_at] == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
        }
    }

    private void ReadLiteral(char quote)
    {
        var (start, line, column) = (_at, _line, _at - _lineStart + 1);
        while (start > 0 && _source[start - 1] is '@' or '$')
        {
            start--;
        }

        var prefix = _source.AsSpan(start, _at - start);
        var quotes = quote == '"' ? CountOf('"', _at) : 1;
        var end = quotes >= 3 ? EndOfRaw(quotes) : EndOf(quote, isVerbatim: prefix.Contains('@') || _isVisualBasic, out quotes);
        if (end < 0)
        {
            // An apostrophe of a text, or a quote that nobody closes.
            _at++;
            return;
        }

        var content = _source[(_at + quotes)..end];
        if (content.Length <= MaxLiteral)
        {
            var isComputed = (prefix.Contains('$') && content.Contains('{', StringComparison.Ordinal))
                || (quote == '`' && content.Contains("${", StringComparison.Ordinal));
            _found.Add(new(content.Replace("\\\"", "\"", StringComparison.Ordinal), line, column, start, isComputed));
        }

        MoveTo(end + quotes);
    }

    private int EndOfRaw(int quotes) => _source.IndexOf(new string('"', quotes), _at + quotes, StringComparison.Ordinal);

    private int EndOf(char quote, bool isVerbatim, out int quotes)
    {
        quotes = 1;
        for (var at = _at + 1; at < _source.Length; at++)
        {
            if (_source[at] == quote)
            {
                if (!isVerbatim || at + 1 >= _source.Length || _source[at + 1] != quote)
                {
                    return at;
                }

                at++;
            }
            else if (_source[at] == '\\' && !isVerbatim)
            {
                at++;
            }
            else if (_source[at] == '\n' && !isVerbatim && quote != '`' && !_isMarkup)
            {
                return -1;
            }
        }

        return -1;
    }

    private int CountOf(char quote, int at)
    {
        var count = 0;
        while (at + count < _source.Length && _source[at + count] == quote)
        {
            count++;
        }

        // Two are an empty text.
        return count == 2 ? 1 : count;
    }
}
