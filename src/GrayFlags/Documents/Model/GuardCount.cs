namespace GrayFlags;

/// <summary>The calls of a unit that are evidence for a guard.</summary>
public enum GuardCount
{
    /// <summary>The first one in each epoch, whatever its outcome: exact, and in rates of calls.</summary>
    First,

    /// <summary>
    /// The first good one and the first bad one in each epoch: finds late failures of small populations several times sooner. The risk is then held at fixed
    /// times and in simulation, but not proved for continuous looks, and one client can slow it down. For error guards without an absolute tolerance.
    /// </summary>
    Both,
}
