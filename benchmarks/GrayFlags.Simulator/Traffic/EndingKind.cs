namespace GrayFlags.Simulator.Traffic;

/// <summary>What becomes of a canary's calls.</summary>
internal enum EndingKind
{
    /// <summary>They fail.</summary>
    Fails,

    /// <summary>They never end.</summary>
    Hangs,

    /// <summary>They would never end, and whoever called goes away after a second.</summary>
    GivenUp,
}
