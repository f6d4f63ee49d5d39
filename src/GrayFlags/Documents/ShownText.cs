using System.Globalization;
using System.Text;

namespace GrayFlags.Documents;

/// <summary>Text of a document as a message may show it: short, on one line, without control or direction marks.</summary>
internal static class ShownText
{
    private const int MaxLength = 48;

    public static string Quote(string text) => $"'{Escape(text)}'";

    public static string Escape(string text, int maxLength = MaxLength)
    {
        var shown = new StringBuilder(Math.Min(text.Length, maxLength));
        Span<char> characters = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxLength)
            {
                shown.Append('…');
                break;
            }

            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                shown.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
        }

        return shown.ToString();
    }
}
