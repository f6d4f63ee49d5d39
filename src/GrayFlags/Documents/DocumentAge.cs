using System.Globalization;

namespace GrayFlags.Documents;

/// <summary>Tells whether a document is older than another, by its own version, or by its time of issue where one of them has no version.</summary>
internal static class DocumentAge
{
    /// <summary>The largest version. One at the end of its range would make every later document older for ever.</summary>
    /// <remarks>
    /// Above whatever counts up: nanoseconds since 1970 come here in 2096, .NET's ticks and the ids of Snowflake later than 2030 by decades. Below the
    /// values that stand for "without end" in any language. It stops mistakes, not malice: whoever may publish may publish this number too, and then
    /// the way back is to take an older document on purpose.
    /// </remarks>
    public const long MaxVersion = 4_000_000_000_000_000_000;

    // Clocks of machines in use differ by minutes, and a time zone mistaken for UTC by 14 hours.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>True when a document says that it was issued so long after it came that nothing can be told by it.</summary>
    /// <remarks>
    /// Such a document is not refused: the clock that is wrong may be this machine's, and then every document would be. Nor does its time count,
    /// since it would outlast every honest one. Seen from the moment when it came, so that a clock that is set back later makes nothing newer.
    /// </remarks>
    public static bool IsAhead(FlagDocument document, DateTimeOffset takenAt) => document.IssuedAt is { } issuedAt && issuedAt - takenAt > MaxAhead;

    /// <summary>True when a document says how old it is.</summary>
    public static bool IsDated(FlagDocument document, DateTimeOffset takenAt) =>
        document.Version is not null || (document.IssuedAt is not null && !IsAhead(document, takenAt));

    /// <summary>The reason a document counts as older than the one in use; null when it does not.</summary>
    /// <param name="serving">The document that serves.</param>
    /// <param name="takenAt">When it came, by this machine's clock.</param>
    /// <param name="document">The other document.</param>
    /// <param name="mustSay">Whether a document that does not say how old it is counts as older than one that does.</param>
    public static string? OlderReason(FlagDocument serving, DateTimeOffset takenAt, FlagDocument document, bool mustSay)
    {
        if (serving.Version is { } version && document.Version is { } other)
        {
            return other < version ? string.Create(CultureInfo.InvariantCulture, $"version {other}, older than {version}, which serves") : null;
        }

        var servingIssuedAt = IsAhead(serving, takenAt) ? null : serving.IssuedAt;
        if (servingIssuedAt is { } before && document.IssuedAt is { } issuedAt)
        {
            return issuedAt < before
                ? string.Create(CultureInfo.InvariantCulture, $"a document issued at {issuedAt:O}, before {before:O}, which serves")
                : null;
        }

        return mustSay && IsDated(serving, takenAt) ? "a document that does not say whether it is older than the one that serves" : null;
    }
}
