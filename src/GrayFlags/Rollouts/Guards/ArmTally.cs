namespace GrayFlags.Rollouts.Guards;

/// <summary>What one arm did.</summary>
/// <param name="Count">How many outcomes were weighed.</param>
/// <param name="Loss">The sum of their losses.</param>
internal readonly record struct ArmTally(double Count, double Loss)
{
    public double Mean => Count > 0 ? Loss / Count : 0;
}
