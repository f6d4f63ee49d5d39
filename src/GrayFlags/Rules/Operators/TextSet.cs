namespace GrayFlags.Rules.Operators;

/// <summary>A frozen set of texts, compared ordinally.</summary>
internal sealed class TextSet
{
    // Texts of different lengths or first characters are told apart faster than a hash is found; from here on a look-up is faster.
    private const int MaxScanned = 8;

    private readonly string[] _few = [];
    private readonly IdSet? _many;

    public TextSet(IReadOnlyCollection<string> texts)
    {
        if (texts.Count > MaxScanned)
        {
            _many = new IdSet(texts);
        }
        else
        {
            _few = [.. texts];
        }
    }

    public bool Contains(string text, in AttributeReading attribute)
    {
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
