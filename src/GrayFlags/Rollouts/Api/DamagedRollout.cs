namespace GrayFlags;

/// <summary>A record of a rollout that an <see cref="IRolloutStore"/> has, and cannot read.</summary>
/// <param name="Flag">The flag, in whatever case the store has it.</param>
/// <param name="Id">The rollout's id.</param>
/// <param name="Revision">The revision by which <see cref="IRolloutStore.WriteAsync"/> replaces it.</param>
public sealed record DamagedRollout(string Flag, string Id, long Revision);
