namespace GrayFlags.Documents.Reading;

/// <summary>Finds one half of a surrogate pair: what transcodes text would silently put U+FFFD there, and two names or ids would become one.</summary>
internal static class LoneSurrogate
{
    /// <summary>The place of the first; -1 where the text is Unicode text.</summary>
    public static int IndexIn(string text)
    {
        var index = 0;
        while (true)
        {
            var next = text.AsSpan(index).IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            index += next;
            if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return index;
            }

            index += 2;
        }
    }
}
