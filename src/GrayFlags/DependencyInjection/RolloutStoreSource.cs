using GrayFlags.Rollouts.Fleet;

namespace GrayFlags.DependencyInjection;

/// <summary>The place where rollouts are kept.</summary>
/// <param name="Store">The store; null when they are not kept.</param>
/// <param name="FleetClock">The store's clock, where a fleet shares the store; null where there is none.</param>
internal sealed record RolloutStoreSource(IRolloutStore? Store, FleetClock? FleetClock);
