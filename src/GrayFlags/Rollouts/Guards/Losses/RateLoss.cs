namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>1 for a failure, 0 otherwise.</summary>
internal sealed class RateLoss : LossTransform
{
    public override ReadOnlySpan<double> Cells => [0, 1];

    public override double Of(bool isBad, int level) => isBad ? 1 : 0;

    public override void Add(bool isBad, int level, Span<double> counts) => counts[isBad ? 1 : 0]++;
}
