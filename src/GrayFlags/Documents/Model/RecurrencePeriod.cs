namespace GrayFlags.Documents;

/// <summary>The unit that a recurrence counts.</summary>
public enum RecurrencePeriod
{
    /// <summary>Days.</summary>
    Day,

    /// <summary>Weeks; the days in it are named.</summary>
    Week,

    /// <summary>Months, each with the days that are named.</summary>
    Month,
}
