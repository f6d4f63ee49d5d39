using System.Globalization;

namespace GrayFlags.Documents;

internal static partial class DocumentReader
{
    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];
    private static readonly string[] UtcFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];
    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];

    private static DateTimeOffset? ReadInstant(ref JsonCursor json)
    {
        if (json.TryReadInstant(out var instant))
        {
            return instant;
        }

        if (json.ReadText("a date and time, such as '2026-12-01T00:00:00+08:00',") is not { } text)
        {
            return null;
        }

        if (TryParseInstant(text, out instant))
        {
            return instant;
        }

        json.Report(IsLocal(text) ? ProblemText.NoOffset(ShownText.Quote(text)) : ProblemText.NotAnInstant(ShownText.Quote(text)));
        return null;
    }

    private static FlagExpiry? ReadExpiry(ref JsonCursor json)
    {
        if (json.ReadText("a date, such as '2027-03-01',") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (TryParseInstant(text, out var instant))
        {
            return instant;
        }

        json.Report(IsLocal(text) ? ProblemText.NoOffset(ShownText.Quote(text)) : ProblemText.NotADate(ShownText.Quote(text)));
        return null;
    }

    // Formats of their own for Z and for a text without an offset: the K of one format for all converts
    // by way of the machine's time zone, and so accepts year 1 and 9999 on some machines only.
    private static bool TryParseInstant(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant)
        || DateTimeOffset.TryParseExact(text, UtcFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);

    private static bool IsLocal(string text) => DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
