using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Answers;

/// <summary>Reads the parts of a query. The first that cannot be read is a refusal: who pages by a part that counted as absent would get the first page for ever.</summary>
internal sealed class Query(HttpContext http)
{
    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>The answer to a query that cannot be read; null while all parts could be.</summary>
    public Answer? Refusal { get; private set; }

    /// <summary>A text; empty when there is none.</summary>
    public string Text(string name) => Single(name) ?? "";

    /// <summary>One of several words, in any case; empty when there is none.</summary>
    public string Word(string name, IReadOnlyCollection<string> words)
    {
        var text = Text(name);
        return text.Length == 0 || words.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text.ToLowerInvariant()
            : Refuse(name, $"is none of {string.Join(", ", words)}", "");
    }

    /// <summary>A number of things, at most so many.</summary>
    public int Count(string name, int otherwise, int most) => Single(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most)
        : Refuse(name, $"is no whole number from 0 to {int.MaxValue}", otherwise);

    /// <summary>A version; null when there is none.</summary>
    public long? Version(string name) => Single(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Refuse<long?>(name, "is no version, which is a whole number", null);

    /// <summary>An instant; null when there is none.</summary>
    public DateTimeOffset? Instant(string name) => Single(name) is not { } text ? null
        : TryInstant(text, out var instant) ? instant
        : Refuse<DateTimeOffset?>(name, "is no time with its zone, such as 2026-06-01T12:00:00Z or 2026-06-01T20:00:00%2B08:00", null);

    private static bool TryInstant(string text, out DateTimeOffset instant)
    {
        // A plus that nobody has escaped comes as a space, and an instant has no other.
        text = text.Replace(' ', '+');
        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant) && hasZone;
    }

    private string? Single(string name)
    {
        var values = http.Request.Query[name];
        return values.Count > 1 ? Refuse<string?>(name, "is there more than once", null) : values.Count == 0 ? null : values[0] ?? "";
    }

    // The value itself stays out of the sentence: it may be anything, of any length.
    private T Refuse<T>(string name, string why, T otherwise)
    {
        Refusal ??= Answer.BadRequest("query", $"'{name}' in the address {why}.");
        return otherwise;
    }
}
