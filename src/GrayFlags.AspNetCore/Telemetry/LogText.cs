using System.Globalization;
using System.Text;

namespace GrayFlags.AspNetCore.Telemetry;

/// <summary>Makes a name safe for a log line: short, on one line, without control or direction marks.</summary>
internal static class LogText
{
    private const int MaxLength = 128;

    public static string Shown(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            var isMark =
                Rune.IsControl(rune)
                    || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            shown.Append(isMark ? "?" : rune.ToString());
        }

        return shown.ToString();
    }
}
