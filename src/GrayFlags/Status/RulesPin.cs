namespace GrayFlags;

/// <summary>Who holds the rules at which version, and why. Immutable.</summary>
/// <param name="Version">The version that serves while the pin holds.</param>
/// <param name="By">Who pinned it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record RulesPin(string Version, string By, string Reason, DateTimeOffset At);
