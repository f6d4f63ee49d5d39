namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>A fault that a fleet could be built with, and that the histories have to notice.</summary>
public enum Sabotage
{
    None,

    /// <summary>The time of a batch is what the clock of its node says.</summary>
    ClockOfTheNode,

    /// <summary>A node counts a unit that another node has counted already.</summary>
    FilterOfEachNode,

    /// <summary>Entries become visible in another order than they are numbered in.</summary>
    IdentityCursor,

    /// <summary>The engine says that it has a batch, and does not have it yet when it fails.</summary>
    AcknowledgedBeforeCommit,

    /// <summary>A checkpoint has the evidence, and not the units that were counted.</summary>
    CheckpointWithoutFilters,

    /// <summary>What is dropped on the way are outcomes of the canary only.</summary>
    DropsTheCanary,
}
