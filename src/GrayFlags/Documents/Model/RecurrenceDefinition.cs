namespace GrayFlags.Documents;

/// <summary>
/// Intervals that return every day, every week or every month, in the local time of the window's time zone. The words are those of RFC 5545, in plain English.
/// </summary>
/// <remarks>
/// An interval belongs to the day on which it begins, also when it passes midnight. No interval begins before the day of the window's start.
/// </remarks>
public sealed class RecurrenceDefinition : Definition
{
    private FieldValues _values;

    /// <summary>The largest <see cref="Interval"/>.</summary>
    public const int MaxInterval = 1_000;

    /// <summary>The largest number of a day, counted from either end of a month.</summary>
    internal const int MaxDayOfMonth = 31;

    /// <summary>
    /// The unit that is counted: days, weeks or months. Null: the default, months if there are <see cref="DaysOfMonth"/>, weeks if there are only
    /// <see cref="Days"/>, and days otherwise.
    /// </summary>
    public RecurrencePeriod? Every { get => (RecurrencePeriod?)Find(RecurrenceField.Every); init => Add(RecurrenceField.Every, value); }

    /// <summary>
    /// The interval between occurrences in days, weeks or months, counted from that of the window's start: 1 to 1,000. Null: the default, 1.
    /// </summary>
    public int? Interval { get => (int?)Find(RecurrenceField.Interval); init => Add(RecurrenceField.Interval, value); }

    /// <summary>
    /// The days of the week on which intervals begin; an empty list is no day. Null: the default, every day that <see cref="Interval"/> allows.
    /// </summary>
    public IReadOnlyList<DayOfWeek>? Days { get => (IReadOnlyList<DayOfWeek>?)Find(RecurrenceField.Days); init => Add(RecurrenceField.Days, value); }

    /// <summary>
    /// The days of the month on which intervals begin: 1 to 31 from the first day on, and -1 to -31 from the last day back. Months without such a day are
    /// passed over; an empty list is no day. With <see cref="Days"/> both must hold: 8 to 14 and Tuesday is the second Tuesday. Null: the default, any day.
    /// </summary>
    public IReadOnlyList<int>? DaysOfMonth { get => (IReadOnlyList<int>?)Find(RecurrenceField.DaysOfMonth); init => Add(RecurrenceField.DaysOfMonth, value); }

    /// <summary>The local time at which an interval begins. Null: the default, midnight.</summary>
    public TimeOnly? From { get => (TimeOnly?)Find(RecurrenceField.From); init => Add(RecurrenceField.From, value); }

    /// <summary>
    /// The local time before which it ends; at or before <see cref="From"/>, on the next day. Null: the default, <c>24:00</c>, the end of the day.
    /// </summary>
    public TimeOnly? To { get => (TimeOnly?)Find(RecurrenceField.To); init => Add(RecurrenceField.To, value); }

    /// <summary>The first day of the week, which matters only if the interval is two weeks or more. Null: the default, Monday.</summary>
    public DayOfWeek? FirstDayOfWeek { get => (DayOfWeek?)Find(RecurrenceField.FirstDayOfWeek); init => Add(RecurrenceField.FirstDayOfWeek, value); }

    /// <summary>The last local day on which an interval may begin. Null: the default, no last day.</summary>
    public DateOnly? Until { get => (DateOnly?)Find(RecurrenceField.Until); init => Add(RecurrenceField.Until, value); }

    /// <summary>
    /// The number of days with an interval, starting with the first one that ends after the window's start: 1 or more. Null: the default, no limit.
    /// </summary>
    public int? Count { get => (int?)Find(RecurrenceField.Count); init => Add(RecurrenceField.Count, value); }

    /// <summary>
    /// True if it was written without an object of its own, as <c>days</c>, <c>from</c> and <c>to</c> of the window: problems then name these.
    /// </summary>
    internal bool IsShort { get; init; }

    /// <summary>The fields that are given.</summary>
    internal FieldValues Values { get => _values; init => _values = value; }

    /// <summary>True if it goes by months.</summary>
    internal bool IsMonthly => Every == RecurrencePeriod.Month || DaysOfMonth is not null;

    /// <summary>True for a number that <see cref="DaysOfMonth"/> may hold.</summary>
    internal static bool IsDayOfMonth(int day) => Math.Abs((long)day) is >= 1 and <= MaxDayOfMonth;

    private object? Find(Field field) => _values.Find(field);

    private void Add(Field field, object? value) => _values.Add(field, value);
}
