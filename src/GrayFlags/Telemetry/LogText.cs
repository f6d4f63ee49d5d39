using System.Globalization;
using System.Text;

namespace GrayFlags.Telemetry;

/// <summary>Text from people or other systems, made safe for a log line: short, on one line, without control or direction marks.</summary>
internal static class LogText
{
    /// <summary>The length limit for a name.</summary>
    public const int MaxName = 128;

    /// <summary>The length limit for one of our sentences with a name in it.</summary>
    private const int MaxSentence = 512;

    public static string Shown(string text, int maxLength = MaxSentence)
    {
        var shown = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxLength)
            {
                shown.Append('…');
                break;
            }

            var isMark = Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            shown.Append(isMark ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}") : rune.ToString());
        }

        return shown.ToString();
    }
}
