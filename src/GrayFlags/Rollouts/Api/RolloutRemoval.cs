namespace GrayFlags;

/// <summary>A unit that feedback has taken out of a flag's rollout.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Unit">The hash of the unit's id: never the id itself.</param>
/// <param name="At">When it was said; the later word on a unit holds.</param>
/// <param name="Until">Until when it is out; not after <paramref name="At"/> for a unit that was let in again.</param>
public sealed record RolloutRemoval(string Flag, ulong Unit, DateTimeOffset At, DateTimeOffset Until);
