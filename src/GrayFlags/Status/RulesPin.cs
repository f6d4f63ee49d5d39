namespace GrayFlags;

/// <summary>A pin that holds the rules at one version. Immutable.</summary>
/// <param name="Version">The version that serves while the pin holds.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The reason.</param>
/// <param name="At">The time.</param>
public sealed record RulesPin(string Version, string By, string Reason, DateTimeOffset At);
