namespace GrayFlags.Dashboard.Wire;

/// <summary>A change, which says that something is otherwise now and never what.</summary>
/// <param name="Kind">rules or rollout.</param>
/// <param name="Name">The flag, for a rollout.</param>
/// <param name="Generation">The generation of the rules.</param>
internal sealed record DashboardEvent(string Kind, string? Name, long Generation);
