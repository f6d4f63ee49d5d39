namespace GrayFlags.Simulator.Experiments;

/// <summary>Whether a bar is held.</summary>
internal enum Verdict
{
    /// <summary>It is.</summary>
    Pass,

    /// <summary>The figure is beyond it, but by no more than chance may bring.</summary>
    Open,

    /// <summary>It is not.</summary>
    Short,

    /// <summary>There is none: the line is for orientation.</summary>
    None,
}
