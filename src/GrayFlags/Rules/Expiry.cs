namespace GrayFlags.Rules;

/// <summary>When a flag should be gone, for those who look after it; the answers do not change by it.</summary>
/// <param name="End">The first instant at which it should be.</param>
/// <param name="Reminder">What is said from then on.</param>
internal sealed record Expiry(DateTimeOffset End, string Reminder);
