using System.Buffers;
using System.Globalization;

namespace GrayFlags.Compilation.Patterns;

/// <summary>
/// Takes a pattern apart as far as its cost has to be told. What is no pattern gives some pieces, too: whether it is one is the engine's to say.
/// </summary>
internal ref struct PatternParser(ReadOnlySpan<char> pattern)
{
    // The engine's own limit of nested groups is far beyond what fits into a pattern of the longest length.
    private const int MaxDepth = 600;
    private const string Anchors = "bBAzZG";

    private static readonly SearchValues<char> EndsOfHead = SearchValues.Create(":>=!')");

    private readonly ReadOnlySpan<char> _pattern = pattern;
    private int _at;
    private int _depth;

    /// <summary>The different characters and classes, each as it is written.</summary>
    public HashSet<string> Different { get; } = new(StringComparer.Ordinal);

    public PatternNode Parse()
    {
        var parts = new List<PatternNode>();
        while (_at < _pattern.Length)
        {
            parts.Add(Choice());

            // A bracket that closes nothing.
            _at++;
        }

        return parts.Count == 1 ? parts[0] : new PatternNode("", parts, IsChoice: false);
    }

    private PatternNode Choice()
    {
        var choices = new List<PatternNode> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            choices.Add(Sequence());
        }

        return choices.Count == 1 ? choices[0] : new PatternNode("", choices, IsChoice: true);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            parts.Add(Counted(Atom()));
        }

        return parts.Count == 1 ? parts[0] : new PatternNode("", parts, IsChoice: false);
    }

    private PatternNode Atom()
    {
        var start = _at;
        switch (_pattern[_at++])
        {
            case '(':
                return Group();
            case '[':
                Class();
                return Leaf(start, SamplesOf(_pattern[start.._at]));
            case '\\':
                return Escape(start);
            case '^' or '$':
                return new PatternNode("", [], IsChoice: false);
            case '.':
                return Leaf(start, "a.");
            default:
                return Leaf(start, _pattern[start.._at].ToString());
        }
    }

    private PatternNode Group()
    {
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            // Up to what the group holds: (?:, (?<name>, (?'name', (?i:, (?=. Of options alone, as of a comment, nothing is left.
            var head = _pattern[_at..].IndexOfAny(EndsOfHead);
            var isComment = _at + 1 < _pattern.Length && _pattern[_at + 1] == '#';
            _at = head < 0 ? _pattern.Length : _at + head + 1;
            if (isComment || _pattern[_at - 1] == ')')
            {
                return new PatternNode("", [], IsChoice: false);
            }
        }

        if (++_depth > MaxDepth)
        {
            _at = _pattern.Length;
            return new PatternNode("", [], IsChoice: false);
        }

        var group = Choice();
        _depth--;
        _at++;
        return group;
    }

    // To the bracket that closes it; the first one after the opening is a character, and a class may be taken out of it.
    private void Class()
    {
        var depth = 1;
        var isFirst = true;
        for (; _at < _pattern.Length && depth > 0; _at++)
        {
            switch (_pattern[_at])
            {
                case '\\':
                    _at++;
                    break;
                case '^' when isFirst:
                    continue;
                case ']' when !isFirst:
                    depth--;
                    break;
                case '[' when _pattern[_at - 1] == '-':
                    depth++;
                    isFirst = true;
                    continue;
            }

            isFirst = false;
        }

        _at = Math.Min(_at, _pattern.Length);
    }

    private PatternNode Escape(int start)
    {
        var kind = _at < _pattern.Length ? _pattern[_at++] : '\\';
        if (Anchors.Contains(kind, StringComparison.Ordinal))
        {
            return new PatternNode("", [], IsChoice: false);
        }

        switch (kind)
        {
            case 'p' or 'P' or 'k' when _pattern[_at..].IndexOfAny('}', '>') is >= 0 and var end:
                _at += end + 1;
                break;
            case 'x':
                return Code(start, 2);
            case 'u':
                return Code(start, 4);
            case 'c':
                _at = Math.Min(_at + 1, _pattern.Length);
                break;
        }

        return Leaf(start, SamplesOf(_pattern[start.._at]));
    }

    private PatternNode Code(int start, int digits)
    {
        var end = Math.Min(_at + digits, _pattern.Length);
        var isCode = ushort.TryParse(_pattern[_at..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        _at = end;
        return Leaf(start, isCode ? ((char)code).ToString() : "-");
    }

    private readonly PatternNode Leaf(int start, string samples)
    {
        Different.Add(_pattern[start.._at].ToString());
        return new PatternNode(samples, [], IsChoice: false);
    }

    private PatternNode Counted(PatternNode node)
    {
        while (_at < _pattern.Length)
        {
            int min, max;
            switch (_pattern[_at])
            {
                case '*':
                    (min, max) = (0, 1);
                    _at++;
                    break;
                case '+':
                    (min, max) = (1, 2);
                    _at++;
                    break;
                case '?':
                    (min, max) = (0, 1);
                    _at++;
                    break;
                case '{' when TryCount(out min, out max):
                    break;
                default:
                    return node;
            }

            // Each lazy mark counts once more as a question mark, which multiplies by one.
            node = node.Samples.Length > 0 && !node.IsOpen ? node with { Min = min, Max = max } : new PatternNode("", [node], IsChoice: false, min, max);
        }

        return node;
    }

    private bool TryCount(out int min, out int max)
    {
        min = max = 0;
        var length = _pattern[_at..].IndexOf('}');
        if (length < 0)
        {
            return false;
        }

        var text = _pattern.Slice(_at + 1, length - 1);
        var comma = text.IndexOf(',');
        if (!int.TryParse(comma < 0 ? text : text[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out min))
        {
            return false;
        }

        max = comma < 0 ? min : comma == text.Length - 1 ? min + 1 : -1;
        if (max < 0 && !int.TryParse(text[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out max))
        {
            return false;
        }

        _at += length + 1;
        return true;
    }

    // Not all that a class holds, but something of each of its parts.
    private static string SamplesOf(ReadOnlySpan<char> written)
    {
        Span<char> samples = stackalloc char[16];
        var count = 0;
        for (var index = 0; index < written.Length && count < samples.Length - 3; index++)
        {
            var character = written[index];
            if (character == '\\' && index + 1 < written.Length)
            {
                foreach (var sample in written[++index] switch
                {
                    'd' => "07", 'w' or 'S' => "a0", 's' or 'W' => " -", 'D' => "a-", 'n' => "\n", 't' => "\t", 'p' or 'P' => "aA0", _ => "",
                })
                {
                    samples[count++] = sample;
                }

                if (char.IsAsciiLetterOrDigit(written[index]))
                {
                    continue;
                }

                character = written[index];
            }

            if (character is not ('[' or ']' or '^' or '-' or '{' or '}'))
            {
                samples[count++] = character;
            }
        }

        return count == 0 ? "-" : samples[..count].ToString();
    }
}
