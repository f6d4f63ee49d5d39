using System.Globalization;
using System.Text;

namespace GrayFlags.Documents.Problems;

/// <summary>Text of people or other systems as a message or a log may show it: short, on one line, without control or direction marks.</summary>
internal static class LogSafeText
{
    /// <summary>The number of elements of a list that are shown.</summary>
    public const int MaxListed = 5;

    private const int MaxLength = 48;

    private const int MaxName = 128;
    private const int MaxSentence = 512;

    // Paths of files, which are of use only when they are whole.
    private const int MaxSource = 1_024;

    /// <summary>The first of a list, each quoted and short.</summary>
    public static string List(IReadOnlyCollection<string> texts, string separator = ", ") => Listed(texts, Quote, separator);

    /// <summary>The first of a list of names, each short.</summary>
    public static string Names(IReadOnlyCollection<string> names) => Listed(names, static name => Escape(name), ", ");

    /// <summary>The first of a list, as each of them is shown.</summary>
    public static string Listed<T>(IReadOnlyCollection<T> items, Func<T, string> show, string separator) =>
        string.Join(separator, items.Take(MaxListed).Select(show)) + (items.Count > MaxListed ? separator + "…" : "");

    /// <summary>The name of a source, which may be the path of a file.</summary>
    public static string Source(string source) => Escape(source, MaxSource);

    /// <summary>A name on a line of a log, which has more room than a message about a document.</summary>
    public static string Name(string name) => Escape(name, MaxName);

    /// <summary>A sentence with names in it, or one that somebody wrote.</summary>
    public static string Sentence(string text) => Escape(text, MaxSentence);

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

            if (Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
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
