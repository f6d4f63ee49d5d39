namespace GrayFlags.Simulator.Experiments;

/// <summary>What an experiment measured.</summary>
/// <param name="Allowed">What it may be.</param>
/// <param name="Measured">What it is.</param>
/// <param name="Error">The standard error of that.</param>
/// <param name="Text">What else was seen.</param>
internal sealed record Figure(double Allowed, double Measured, double Error, string Text)
{
    // One true bar in 30,000 is missed by chance.
    private const double Errors = 4;

    public bool Holds => Measured <= Allowed + (Errors * Error);
}
