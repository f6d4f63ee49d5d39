namespace GrayFlags;

/// <summary>The exclusion of a unit from a flag's rollout, or its readmission.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Unit">The hash of the unit's id, never the id itself.</param>
/// <param name="At">The time of this entry; the latest entry for a unit wins.</param>
/// <param name="Until">The end of the exclusion; not after <paramref name="At"/> for a readmission.</param>
public sealed record RolloutRemoval(string Flag, ulong Unit, DateTimeOffset At, DateTimeOffset Until);
