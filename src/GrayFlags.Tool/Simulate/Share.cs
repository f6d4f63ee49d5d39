using GrayFlags.Simulation;

namespace GrayFlags.Tool.Simulate;

/// <summary>A share that was counted, with the interval in which the truth lies in 95 % of all runs.</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many.</param>
internal readonly record struct Share(long Count, long Of)
{
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    public (double Low, double High) Interval => Wilson.Of(Count, Of, Wilson.Shown);
}
