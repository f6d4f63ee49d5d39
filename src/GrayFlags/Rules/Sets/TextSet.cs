using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules.Sets;

/// <summary>A frozen set of texts, compared ordinally.</summary>
internal sealed class TextSet
{
    // Texts of different lengths or first characters are told apart faster than a hash is found; from here on a look-up is faster.
    private const int MaxScanned = 8;

    private readonly string[] _few = [];
    private readonly IdSet? _many;
    private readonly int _longest;

    public TextSet(IReadOnlyCollection<string> texts)
    {
        foreach (var text in texts)
        {
            _longest = Math.Max(_longest, text.Length);
        }

        if (texts.Count > MaxScanned)
        {
            _many = new IdSet(texts);
        }
        else
        {
            _few = [.. texts];
        }
    }

    /// <summary>How many <see cref="EvaluationCost"/> a look-up takes: a text as long as the longest may have to be hashed, and is compared.</summary>
    public long Steps => (_many is null ? _few.Length : 2) * EvaluationCost.OfText(_longest);

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

        foreach (var candidate in _few)
        {
            if (string.Equals(candidate, text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
