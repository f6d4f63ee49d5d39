namespace GrayFlags.Dashboard.Wire;

/// <summary>The nodes of a fleet: those that read documents of a store, and this one's place among those that weigh evidence.</summary>
internal sealed record FleetView(IReadOnlyList<FleetDocument> Documents, RolloutFleetStatus? Evidence);
