namespace GrayFlags.Dashboard.Wire;

/// <summary>One line of the audit.</summary>
/// <param name="At">The time.</param>
/// <param name="Kind">rollout, off, on, pin, unpin, accept or publish.</param>
/// <param name="Target">The flag, the version, the provider or the document.</param>
/// <param name="By">The person or program; <c>guard</c>, <c>clock</c>, <c>store</c> and <c>document</c> are the library itself.</param>
/// <param name="Text">What was done.</param>
/// <param name="Reason">The reason that was given.</param>
internal sealed record AuditEntry(DateTimeOffset At, string Kind, string Target, string By, string Text, string Reason);
