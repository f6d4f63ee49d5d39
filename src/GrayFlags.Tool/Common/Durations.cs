using System.Globalization;

namespace GrayFlags.Tool.Common;

/// <summary>Durations as they are written on the command line: <c>90s</c>, <c>30m</c>, <c>6h</c>, <c>7d</c>, or <c>d.hh:mm:ss</c> as in documents.</summary>
internal static class Durations
{
    private const double MostDays = 36_500;

    /// <exception cref="UsageException">It is no duration above 0.</exception>
    public static TimeSpan Parse(string option, string text)
    {
        TimeSpan? duration = text.Length > 1 && TryNumber(text[..^1], out var number)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;
        duration ??= text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var exact) ? exact : null;
        return duration is { } given && given > TimeSpan.Zero && given < TimeSpan.FromDays(MostDays)
            ? given
            : throw new UsageException($"{option} is '{text}', and no duration such as 90s, 30m, 6h, 7d or 1.12:00:00");
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number < TimeSpan.FromDays(MostDays).TotalSeconds;
}
