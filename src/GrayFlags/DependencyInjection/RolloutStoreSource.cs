namespace GrayFlags.DependencyInjection;

/// <summary>Where rollouts are kept.</summary>
/// <param name="Store">The store; null where they are not.</param>
internal sealed record RolloutStoreSource(IRolloutStore? Store);
