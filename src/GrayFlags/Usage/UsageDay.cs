namespace GrayFlags;

/// <summary>The answers of one flag on one day.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="On">The answers with the flag on.</param>
/// <param name="Off">The answers with the flag off.</param>
public readonly record struct UsageDay(DateOnly Day, long On, long Off);
