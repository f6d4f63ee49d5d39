namespace GrayFlags;

/// <summary>A part of the log of a fleet.</summary>
/// <param name="Now">The store's time.</param>
/// <param name="Last">The position of the last entry of the whole log; 0 when none was ever appended.</param>
/// <param name="Entries">Consecutive entries; the first one is the oldest that is kept when the one that was asked for is not.</param>
public sealed record RolloutLogPage(DateTimeOffset Now, long Last, IReadOnlyList<RolloutLogEntry> Entries);
