namespace GrayFlags;

/// <summary>The answers of one flag within ten seconds.</summary>
/// <param name="At">The beginning.</param>
/// <param name="On">The answers with the flag on.</param>
/// <param name="Off">The answers with the flag off.</param>
public readonly record struct UsageStep(DateTimeOffset At, long On, long Off);
