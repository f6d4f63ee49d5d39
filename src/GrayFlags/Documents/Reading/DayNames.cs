namespace GrayFlags.Documents.Reading;

/// <summary>The days of the week as documents write them: <c>mon</c>, or <c>monday</c>, in any case.</summary>
internal static class DayNames
{
    public const string Allowed = "mon, tue, wed, thu, fri, sat and sun";

    private const int ShortLength = 3;

    private static readonly string[] Names = Enum.GetNames<DayOfWeek>();

    public static bool TryParse(string text, out DayOfWeek day)
    {
        for (day = DayOfWeek.Sunday; day <= DayOfWeek.Saturday; day++)
        {
            var name = Names[(int)day];
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase) || name.AsSpan(0, ShortLength).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The day as it is written; of no day its number, which no reader takes.</summary>
    public static string Short(DayOfWeek day)
    {
        var name = day.ToString();
        return name.Length > ShortLength ? name[..ShortLength].ToLowerInvariant() : name;
    }
}
