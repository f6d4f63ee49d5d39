namespace GrayFlags.Rollouts.Guards;

/// <summary>The count and the losses of one arm.</summary>
/// <param name="Count">The number of outcomes that were weighed.</param>
/// <param name="Loss">The sum of their losses.</param>
internal readonly record struct ArmTally(double Count, double Loss)
{
    public double Mean => Count > 0 ? Loss / Count : 0;

    public static ArmTally operator +(ArmTally left, ArmTally right) => new(left.Count + right.Count, left.Loss + right.Loss);
}
