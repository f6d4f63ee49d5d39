namespace GrayFlags.Rollouts.Guards;

/// <summary>What one arm did.</summary>
/// <param name="Count">How many outcomes were weighed.</param>
/// <param name="Harm">The sum of their harms.</param>
internal readonly record struct ArmTally(double Count, double Harm)
{
    public double Mean => Count > 0 ? Harm / Count : 0;
}
