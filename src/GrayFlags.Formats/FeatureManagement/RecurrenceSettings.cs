using System.Text.Json;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>The recurrence of a time window, valid as the validator of Microsoft.FeatureManagement wants it.</summary>
internal sealed record RecurrenceSettings
{
    private const int DaysOfAWeek = 7;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public required DateTimeOffset Start { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Interval { get; init; }

    /// <summary>The days of the week; null for a daily recurrence.</summary>
    public IReadOnlyList<DayOfWeek>? Days { get; init; }

    public DayOfWeek FirstDayOfWeek { get; init; }

    public int? Count { get; init; }

    /// <summary>No occurrence begins after this.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <exception cref="NotExpressibleException">A parameter is missing or out of its range.</exception>
    public static RecurrenceSettings Read(DateTimeOffset? start, DateTimeOffset? end, JsonElement given)
    {
        var (from, to) = (start ?? throw Missing("Start"), end ?? throw Missing("End"));
        var pattern = given.Field("Pattern") ?? throw Missing("Recurrence.Pattern");
        var range = given.Field("Range") ?? throw Missing("Recurrence.Range");
        if (to <= from)
        {
            throw OutOfRange("End");
        }

        if (to - from >= Longest)
        {
            throw TooLong();
        }

        var isWeekly = Word(pattern, "Type", "Recurrence.Pattern.Type", "Daily", "Weekly") == "Weekly";
        var settings = new RecurrenceSettings
        {
            Start = from,
            Duration = to - from,
            Interval = Number(pattern, "Interval", "Recurrence.Pattern.Interval") ?? 1,
            Days = isWeekly ? [.. pattern.Names("DaysOfWeek").Select(static day => DayOf(day, "Recurrence.Pattern.DaysOfWeek"))] : null,
            FirstDayOfWeek = pattern.Field("FirstDayOfWeek")?.AsText() is { } first ? DayOf(first, "Recurrence.Pattern.FirstDayOfWeek") : DayOfWeek.Sunday,
        };
        settings.CheckPattern();
        return settings.WithRange(range);
    }

    /// <summary>The last day on which an occurrence begins, after all of them were shifted by some days; null when there is none.</summary>
    public DateOnly? LastDay(int shift)
    {
        if (EndDate is not { } end)
        {
            return null;
        }

        var local = end.ToOffset(Start.Offset);
        var last = local.TimeOfDay >= Start.TimeOfDay ? local.Date : local.Date.AddDays(-1);
        return DateOnly.FromDateTime(last).AddDays(shift);
    }

    private static NotExpressibleException Missing(string name) => new($"{name}: the value is missing or empty");

    private static NotExpressibleException OutOfRange(string name) => new($"{name}: the value is out of range");

    private static NotExpressibleException TooLong() => new("End: the window is longer than the time until it returns, or than ten years");

    private static string Word(JsonElement given, string field, string name, params string[] words)
    {
        var text = given.Field(field)?.AsText() ?? words[0];
        return words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new NotExpressibleException($"{name}: '{text}' is none of {string.Join(", ", words)}");
    }

    private static int? Number(JsonElement given, string field, string name)
    {
        if (given.Field(field)?.AsText() is not { } text)
        {
            return null;
        }

        return JsonReading.Integer(text) is { } number and >= 1 ? number : throw OutOfRange(name);
    }

    private static DayOfWeek DayOf(string text, string name) =>
        Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && Enum.IsDefined(day)
            ? day
            : throw new NotExpressibleException($"{name}: '{text}' is no day");

    private void CheckPattern()
    {
        if (Days is null)
        {
            if (Duration > TimeSpan.FromDays(Interval))
            {
                throw TooLong();
            }

            return;
        }

        if (Days.Count == 0)
        {
            throw Missing("Recurrence.Pattern.DaysOfWeek");
        }

        if (!Days.Contains(Start.DayOfWeek))
        {
            throw new NotExpressibleException("Start: the day is not one on which the window returns");
        }

        if (Duration > TimeSpan.FromDays(Interval * DaysOfAWeek) || Duration > TimeSpan.FromDays(ShortestGap()))
        {
            throw TooLong();
        }
    }

    // Days between two occurrences; from the last of a week to the first of the next only where each week has them.
    private int ShortestGap()
    {
        var days = Days!.Select(day => ((int)day - (int)FirstDayOfWeek + DaysOfAWeek) % DaysOfAWeek).Order().ToList();
        var gaps = days.Zip(days.Skip(1), static (left, right) => right - left);
        var across = (Interval * DaysOfAWeek) - days[^1] + days[0];
        return gaps.Append(across).Min();
    }

    private RecurrenceSettings WithRange(JsonElement range)
    {
        switch (Word(range, "Type", "Recurrence.Range.Type", "NoEnd", "EndDate", "Numbered"))
        {
            case "Numbered":
                return this with { Count = Number(range, "NumberOfOccurrences", "Recurrence.Range.NumberOfOccurrences") };
            case "EndDate" when range.Field("EndDate")?.AsText() is { Length: > 0 } text:
                const string Name = "Recurrence.Range.EndDate";
                var end = TimeWindows.Instant(text, Name);
                return end >= Start ? this with { EndDate = end } : throw OutOfRange(Name);
            default:
                return this;
        }
    }
}
