using System.Collections.Immutable;

namespace GrayFlags.Documents;

/// <summary>The fields of a recurrence: reader, writer and configuration reader know no others.</summary>
/// <remarks>
/// To add one: a row here, a property in <see cref="RecurrenceDefinition"/>, its meaning in <see cref="Compilation.RecurrenceCompiler"/> and its words in
/// <see cref="Rules.Conditions.RecurringWindowCondition"/>, and the schema.
/// </remarks>
internal static class RecurrenceField
{
    // A field's place is that of its row, so the rows come first, in the order of the schema.
    private static readonly FieldTable Table = new();

    public static readonly Field Every = Table.Add("every", FieldKind.Word<RecurrencePeriod>("day, week or month"));
    public static readonly Field Interval = Table.Add("interval", FieldKind.Integer(1, RecurrenceDefinition.MaxInterval));
    public static readonly Field Days = Table.Add("days", FieldKind.Days);
    public static readonly Field DaysOfMonth = Table.Add("daysOfMonth", FieldKind.DaysOfMonth);
    public static readonly Field From = Table.Add("from", FieldKind.TimeOfDay);
    public static readonly Field To = Table.Add("to", FieldKind.EndOfTime);
    public static readonly Field FirstDayOfWeek = Table.Add("firstDayOfWeek", FieldKind.Day);
    public static readonly Field Until = Table.Add("until", FieldKind.Date);
    public static readonly Field Count = Table.Add("count", FieldKind.Integer(1, int.MaxValue));

    public static readonly ImmutableArray<Field> All = Table.Rows;

    /// <summary>Those that a window may have without an object for them.</summary>
    public static readonly ImmutableArray<Field> OfWindows = [Days, DaysOfMonth, From, To];
}
