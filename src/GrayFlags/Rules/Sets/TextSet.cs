using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of texts, compared ordinally, ignoring case on request.</summary>
internal sealed class TextSet
{
    // Texts of different lengths or first characters are told apart faster than a hash is found; from here on a look-up is faster.
    private const int MaxScanned = 8;

    private readonly string[] _few = [];
    private readonly IdSet? _many;
    private readonly HashSet<string>? _manyInAnyCase;
    private readonly StringComparison _comparison;
    private readonly int _longest;

    public TextSet(IReadOnlyCollection<string> texts, bool ignoresCase = false)
    {
        _comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var text in texts)
        {
            _longest = Math.Max(_longest, text.Length);
        }

        if (texts.Count > MaxScanned && ignoresCase)
        {
            _manyInAnyCase = new(texts, StringComparer.OrdinalIgnoreCase);
        }
        else if (texts.Count > MaxScanned)
        {
            _many = new IdSet(texts);
        }
        else
        {
            _few = [.. texts];
        }
    }

    /// <summary>The <see cref="EvaluationCost"/> of a look-up: a text as long as the longest may have to be hashed, and is compared.</summary>
    public long Steps =>
        (_few.Length > 0 ? _few.Length : 2) * EvaluationCost.OfText(_longest) * (_comparison == StringComparison.Ordinal ? 1 : EvaluationCost.AnyCase);

    public bool Contains(string text, in AttributeReading attribute)
    {
        // Before it is hashed, however long it is.
        if (text.Length > _longest)
        {
            return false;
        }

        if (_many is not null)
        {
            return _many.Contains(text, attribute.HashOf(text));
        }

        if (_manyInAnyCase is not null)
        {
            return _manyInAnyCase.Contains(text);
        }

        foreach (var candidate in _few)
        {
            if (string.Equals(candidate, text, _comparison))
            {
                return true;
            }
        }

        return false;
    }
}
