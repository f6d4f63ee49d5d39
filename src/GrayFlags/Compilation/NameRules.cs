using System.Buffers;
using System.Globalization;
using System.Text;
using GrayFlags.Documents;

namespace GrayFlags.Compilation;

/// <summary>The allowed form of names: 1 to 128 letters, digits and marks of any script, pictographs, <c>.</c>, <c>_</c>, <c>-</c>, <c>/</c>.</summary>
internal static class NameRules
{
    private static readonly SearchValues<char> Ascii = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/");

    public static bool IsName(string? text) => IsAsciiName(text) || IsMadeOf(text, static rune => rune.Value is '.' or '_' or '-' or '/' || IsEmoji(rune));

    /// <summary>Region codes: letters and digits of any script and <c>_</c> in levels that are separated by <c>-</c>.</summary>
    public static bool IsRegion(string? text) =>
        IsMadeOf(text, static rune => rune.Value is '_' or '-')
        && !text!.StartsWith('-') && !text.EndsWith('-') && !text.Contains("--", StringComparison.Ordinal);

    // Nearly all names, and many times faster.
    private static bool IsAsciiName(string? text) => text is { Length: > 0 and <= DocumentLimits.MaxNameLength } && !text.AsSpan().ContainsAnyExcept(Ascii);

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

    // Those of Unicode's other symbols; other systems have flags of such names.
    private static bool IsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;

    private static bool IsLetterDigitOrMark(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
