using System.Globalization;

namespace GrayFlags.Documents;

/// <summary>The time at which a window opens or closes: a date and time with its offset from UTC, or a local one in the window's time zone.</summary>
/// <remarks>A local time that is skipped when clocks go forward means the next valid instant; one that comes twice when they go back means its first.</remarks>
public readonly record struct WindowEdgeDefinition
{
    private const string LocalFormat = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    private WindowEdgeDefinition(DateTime dateTime, TimeSpan? offset)
    {
        DateTime = DateTime.SpecifyKind(dateTime, DateTimeKind.Unspecified);
        Offset = offset;
    }

    /// <summary>The date and time as written.</summary>
    public DateTime DateTime { get; }

    /// <summary>The offset from UTC as written. Null: none; the window's time zone gives it.</summary>
    public TimeSpan? Offset { get; }

    /// <summary>An instant, written with its offset.</summary>
    /// <param name="instant">The instant.</param>
    public static implicit operator WindowEdgeDefinition(DateTimeOffset instant) => FromDateTimeOffset(instant);

    /// <summary>An instant, written with its offset.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The definition.</returns>
    public static WindowEdgeDefinition FromDateTimeOffset(DateTimeOffset instant) => new(instant.DateTime, instant.Offset);

    /// <summary>A date and time in the window's time zone.</summary>
    /// <param name="dateTime">The date and time that a clock on the wall shows there; its kind means nothing.</param>
    /// <returns>The definition.</returns>
    public static WindowEdgeDefinition Local(DateTime dateTime) => new(dateTime, null);

    /// <summary>The text a document would hold.</summary>
    /// <returns>ISO 8601, with an offset if there is one.</returns>
    public override string ToString() => Offset is { } offset
        ? new DateTimeOffset(DateTime, offset).ToString(LocalFormat + "zzz", CultureInfo.InvariantCulture)
        : DateTime.ToString(LocalFormat, CultureInfo.InvariantCulture);
}
