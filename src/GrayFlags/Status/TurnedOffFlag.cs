namespace GrayFlags;

/// <summary>A flag that an operator has turned off for everyone, with who and why. Immutable.</summary>
/// <param name="Flag">The name of the flag.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The reason.</param>
/// <param name="At">The time.</param>
public sealed record TurnedOffFlag(string Flag, string By, string Reason, DateTimeOffset At);
