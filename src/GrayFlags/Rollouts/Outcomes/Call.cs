namespace GrayFlags.Rollouts.Outcomes;

/// <summary>One call that is under way or waits to be judged, in 16 bytes.</summary>
internal struct Call
{
    /// <summary>Of its unit.</summary>
    public uint Hash;

    /// <summary>
    /// From the top: a bit for the canary, one for evidence, one for a unit that was not met before, two of the kind, and 27 of the time since the page began,
    /// in units of 100 ns.
    /// </summary>
    public uint Marks;

    /// <summary>A <see cref="CallState"/>.</summary>
    public ulong State;
}
