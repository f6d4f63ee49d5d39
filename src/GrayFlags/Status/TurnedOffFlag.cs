namespace GrayFlags;

/// <summary>A flag that an operator has turned off for everyone, with who and why. Immutable.</summary>
/// <param name="Flag">The name of the flag.</param>
/// <param name="By">Who turned it off.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record TurnedOffFlag(string Flag, string By, string Reason, DateTimeOffset At);
