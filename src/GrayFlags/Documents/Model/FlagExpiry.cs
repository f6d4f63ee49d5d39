using System.Globalization;

namespace GrayFlags.Documents;

/// <summary>The time by which a flag should be gone from the code: after a day, or at an instant.</summary>
public readonly record struct FlagExpiry
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz";
    private const string DateFormat = "yyyy-MM-dd";

    private FlagExpiry(DateOnly? date, DateTimeOffset? instant)
    {
        Date = date;
        Instant = instant;
    }

    /// <summary>The last day, in UTC; null when an instant is given.</summary>
    public DateOnly? Date { get; }

    /// <summary>The instant; null when a day is given.</summary>
    public DateTimeOffset? Instant { get; }

    /// <summary>The first instant at which it is past.</summary>
    internal DateTimeOffset End => Instant is { } instant ? instant.ToUniversalTime() : EndOf(Date ?? DateOnly.MinValue);

    /// <summary>After a day.</summary>
    /// <param name="date">The last day, in UTC.</param>
    public static implicit operator FlagExpiry(DateOnly date) => FromDateOnly(date);

    /// <summary>At an instant.</summary>
    /// <param name="instant">The instant.</param>
    public static implicit operator FlagExpiry(DateTimeOffset instant) => FromDateTimeOffset(instant);

    /// <summary>After a day.</summary>
    /// <param name="date">The last day, in UTC.</param>
    /// <returns>The expiry.</returns>
    public static FlagExpiry FromDateOnly(DateOnly date) => new(date, null);

    /// <summary>At an instant.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The expiry.</returns>
    public static FlagExpiry FromDateTimeOffset(DateTimeOffset instant) => new(null, instant);

    /// <summary>The text a document would hold.</summary>
    /// <returns>The date, or the instant in ISO 8601.</returns>
    public override string ToString() =>
        Instant?.ToString(InstantFormat, CultureInfo.InvariantCulture) ?? (Date ?? DateOnly.MinValue).ToString(DateFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset EndOf(DateOnly date) =>
        date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(date.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
