namespace GrayFlags.Rollouts.Outcomes;

/// <summary>A call that is under way or waits to be judged, in 16 bytes.</summary>
internal struct Call
{
    /// <summary>The hash of its unit.</summary>
    public uint Hash;

    /// <summary>
    /// From the top: one bit for the canary, one for evidence, one for a new unit, two for the kind, and 27 for the time since the page began, in
    /// microseconds.
    /// </summary>
    public uint Marks;

    /// <summary>A <see cref="CallState"/>.</summary>
    public ulong State;
}
