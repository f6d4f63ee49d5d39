using System.Globalization;
using System.Text;
using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>What a name may look like: 1 to 128 letters, digits and marks of any script, <c>.</c>, <c>_</c>, <c>-</c>, <c>/</c>.</summary>
internal static class NameRules
{
    public static bool IsName(string? text) => IsMadeOf(text, static rune => rune.Value is '.' or '_' or '-' or '/');

    /// <summary>Region codes: letters and digits of any script and <c>_</c> in levels that are separated by <c>-</c>.</summary>
    public static bool IsRegion(string? text) =>
        IsMadeOf(text, static rune => rune.Value is '_' or '-')
        && !text!.StartsWith('-') && !text.EndsWith('-') && !text.Contains("--", StringComparison.Ordinal);

    private static bool IsMadeOf(string? text, Func<Rune, bool> isPunctuation)
    {
        if (string.IsNullOrEmpty(text) || text.Length > DocumentLimits.MaxNameLength)
        {
            return false;
        }

        var index = 0;
        while (index < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune) || !(IsLetterDigitOrMark(rune) || isPunctuation(rune)))
            {
                return false;
            }

            index += rune.Utf16SequenceLength;
        }

        return true;
    }

    private static bool IsLetterDigitOrMark(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
