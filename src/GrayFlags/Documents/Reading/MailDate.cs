namespace GrayFlags.Documents.Reading;

/// <summary>Reads the date of HTTP and e-mail: <c>Tue, 01 Dec 2026</c>, its day of the week optional.</summary>
/// <remarks>RFC 9110, section 5.6.7, and RFC 5322, section 3.3.</remarks>
internal static class MailDate
{
    private const string Days = "MonTueWedThuFriSatSun";
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public static bool TryRead(ref TimeCursor cursor, out long days)
    {
        days = 0;
        var dayOfWeek = cursor.TakeWord(Days);
        if (dayOfWeek >= 0 && !cursor.TryTake(", "))
        {
            return false;
        }

        if ((!cursor.TryNumber(2, out var day) && !cursor.TryNumber(1, out day)) || !cursor.TryTake(' '))
        {
            return false;
        }

        var month = cursor.TakeWord(Months) + 1;
        if (!cursor.TryTake(' ') || !cursor.TryNumber(4, out var year) || !cursor.TryTake(' ') || !InstantText.TryDays(year, month, day, out days))
        {
            return false;
        }

        // 0001-01-01 was a Monday. Of a date that contradicts itself nobody knows which half is wrong.
        return dayOfWeek < 0 || days % 7 == dayOfWeek;
    }
}
