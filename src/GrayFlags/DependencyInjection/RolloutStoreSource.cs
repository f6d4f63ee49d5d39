namespace GrayFlags.DependencyInjection;

/// <summary>The place where rollouts are kept.</summary>
/// <param name="Store">The store; null when they are not kept.</param>
internal sealed record RolloutStoreSource(IRolloutStore? Store);
