namespace GrayFlags.Documents.Reading;

/// <summary>Reads a date and time as programs write it: ISO 8601 and RFC 3339 with their usual variations, and the dates of HTTP and e-mail.</summary>
/// <remarks>
/// By hand, since the framework's parser of exact formats is slow and allocates. One reader for documents and contexts. Taken are <c>T</c>, <c>t</c> or a
/// space, seconds and any number of decimals or none, <c>Z</c>, <c>UTC</c>, <c>GMT</c>, <c>+08:00</c>, <c>+0800</c> and <c>+08</c>, and behind these a zone's
/// name, which says nothing more. Decimals beyond ticks of 100 ns are cut. Not taken is what two readers may take for two instants, such as 12/01/2026.
/// </remarks>
internal static class InstantText
{
    private const int MaxLength = 96;
    private const int MaxOffsetMinutes = 14 * 60;
    private const int MinutesOfDay = 24 * 60;
    private const int LeapSecond = 60;

    /// <summary>An instant of a context, in ticks of UTC; a text without an offset is none. A leap second may be what a clock showed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long utcTicks) => TryParse(text, allowsLeapSecond: true, out utcTicks);

    /// <summary>An instant, in ticks of UTC; a text without an offset is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowsLeapSecond">Not for documents: who writes one there has mistyped.</param>
    /// <param name="utcTicks">The instant.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool allowsLeapSecond, out long utcTicks)
    {
        var isRead = TryParse(text, allowsLeapSecond, out var localTicks, out var offset);
        utcTicks = localTicks - (offset.GetValueOrDefault() * TimeSpan.TicksPerMinute);
        return isRead && offset is not null;
    }

    /// <summary>A date and time, and its offset if it has one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowsLeapSecond">Whether it may be a leap second.</param>
    /// <param name="localTicks">The date and time as written.</param>
    /// <param name="offsetMinutes">The offset from UTC; null for none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool allowsLeapSecond, out long localTicks, out int? offsetMinutes)
    {
        localTicks = 0;
        offsetMinutes = null;
        var cursor = new TimeCursor(text);
        if (text.Length > MaxLength
            || !(cursor.IsAtLetterOrShortNumber ? MailDate.TryRead(ref cursor, out var days) : TryDate(ref cursor, out days))
            || !TryTime(ref cursor, out var ticks, out var second))
        {
            return false;
        }

        localTicks = (days * TimeSpan.TicksPerDay) + ticks;
        if (!TryOffset(ref cursor, out offsetMinutes))
        {
            return false;
        }

        var utcTicks = localTicks - (offsetMinutes.GetValueOrDefault() * TimeSpan.TicksPerMinute);

        // A leap second ends a day of UTC, and counts as the second after it, as POSIX does.
        var minute = (utcTicks / TimeSpan.TicksPerMinute) - 1;
        var isSecond = second < LeapSecond || (allowsLeapSecond && offsetMinutes is not null && minute % MinutesOfDay == MinutesOfDay - 1);
        return isSecond && utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks;
    }

    private static bool TryDate(ref TimeCursor cursor, out long days)
    {
        days = 0;
        return cursor.TryNumber(4, out var year) && cursor.TryTake('-') && cursor.TryNumber(2, out var month)
            && cursor.TryTake('-') && cursor.TryNumber(2, out var day)
            && TryDays(year, month, day, out days) && (cursor.TryTake('T') || cursor.TryTake('t') || cursor.TryTake(' '));
    }

    /// <summary>The number of a day since 0001-01-01.</summary>
    public static bool TryDays(int year, int month, int day, out long days)
    {
        var isDay = year > 0 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month);
        days = isDay ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay : 0;
        return isDay;
    }

    private static bool TryTime(ref TimeCursor cursor, out long ticks, out int second)
    {
        ticks = 0;
        second = 0;
        if (!cursor.TryNumber(2, out var hour) || !cursor.TryTake(':') || !cursor.TryNumber(2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        long fraction = 0;
        if (cursor.TryTake(':')
            && (!cursor.TryNumber(2, out second) || second > LeapSecond || ((cursor.TryTake('.') || cursor.TryTake(',')) && !cursor.TryFraction(out fraction))))
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond) + fraction;
        return true;
    }

    private static bool TryOffset(ref TimeCursor cursor, out int? minutes)
    {
        minutes = null;
        if (cursor.IsAtEnd)
        {
            return true;
        }

        cursor.TryTake(' ');
        if (cursor.TryTake('Z') || cursor.TryTake('z') || cursor.TryTake("UTC") || cursor.TryTake("GMT"))
        {
            minutes = 0;
        }
        else if (TryNumericOffset(ref cursor, out var offset))
        {
            minutes = offset;
        }
        else
        {
            return false;
        }

        return cursor.IsAtEnd || cursor.TryZoneName();
    }

    private static bool TryNumericOffset(ref TimeCursor cursor, out int minutes)
    {
        minutes = 0;
        var isNegative = cursor.TryTake('-');
        if ((!isNegative && !cursor.TryTake('+')) || !cursor.TryNumber(2, out var hour))
        {
            return false;
        }

        // Minutes may be missing, but not behind a colon.
        var minute = 0;
        if ((cursor.TryTake(':') || cursor.IsAtDigit) && (!cursor.TryNumber(2, out minute) || minute > 59))
        {
            return false;
        }

        minutes = (hour * 60) + minute;
        var isOffset = minutes <= MaxOffsetMinutes;
        minutes = isNegative ? -minutes : minutes;
        return isOffset;
    }
}
