namespace GrayFlags.Rules.Operators;

/// <summary>Reads an instant from ISO 8601 text with an offset: <c>2026-12-01T00:00[:00[.1234567]]</c> and <c>Z</c> or <c>+08:00</c>.</summary>
/// <remarks>By hand, since the framework's parser of exact formats is slow and takes forms that the document's reader does not.</remarks>
internal static class InstantText
{
    // 2026-12-01T00:00:00.1234567+08:00
    private const int MaxLength = 33;
    private const int MinutesEnd = 16;
    private const int SecondsEnd = 19;
    private const int MaxFraction = 7;
    private const int MaxOffsetMinutes = 14 * 60;

    public static bool TryParse(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        if (text.Length is <= MinutesEnd or > MaxLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59)
        {
            return false;
        }

        if (!TrySeconds(text[MinutesEnd..], out var ticks, out var length) || !TryOffset(text[(MinutesEnd + length)..], out var offsetMinutes))
        {
            return false;
        }

        utcTicks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks + ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        return utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks;
    }

    private static bool TrySeconds(ReadOnlySpan<char> text, out long ticks, out int length)
    {
        ticks = 0;
        length = 0;
        if (text[0] != ':')
        {
            return true;
        }

        length = SecondsEnd - MinutesEnd;
        if (text.Length < length || !TryDigits(text[1..3], out var second) || second > 59)
        {
            return false;
        }

        ticks = second * TimeSpan.TicksPerSecond;
        if (text.Length == length || text[length] != '.')
        {
            return true;
        }

        var fraction = text[(length + 1)..];
        var digits = fraction.IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > MaxFraction)
        {
            return false;
        }

        long part = 0;
        for (var index = 0; index < MaxFraction; index++)
        {
            part = (part * 10) + (index < digits ? fraction[index] - '0' : 0);
        }

        ticks += part;
        length += 1 + digits;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is ['Z'])
        {
            return true;
        }

        if (text is not ['+' or '-', _, _, ':', _, _] || !TryDigits(text[1..3], out var hour) || !TryDigits(text[4..], out var minute) || minute > 59)
        {
            return false;
        }

        minutes = (hour * 60) + minute;
        if (minutes > MaxOffsetMinutes)
        {
            return false;
        }

        minutes = text[0] == '-' ? -minutes : minutes;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            number = (number * 10) + (character - '0');
        }

        return true;
    }
}
