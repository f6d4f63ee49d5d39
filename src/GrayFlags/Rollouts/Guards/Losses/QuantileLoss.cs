namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>1 for a duration above the control's quantile as of the last tick, 0 otherwise.</summary>
/// <remarks>An error of the sketch only shifts the threshold, which is the same for both arms.</remarks>
internal sealed class QuantileLoss(double quantile) : LossTransform
{
    private const int Unknown = -1;

    // The level of the quantile; higher levels exceed it.
    private int _threshold = Unknown;

    public override ReadOnlySpan<double> Cells => [0, 1];

    public override bool IsReady => _threshold != Unknown;

    public override double State
    {
        get => _threshold + 1;
        set => _threshold = (int)value - 1;
    }

    public override double Of(bool isBad, int level) => level > _threshold ? 1 : 0;

    public override void Add(bool isBad, int level, Span<double> counts) => counts[level > _threshold ? 1 : 0]++;

    // Outcomes before the first threshold are not learned from.
    public override bool Learn(DurationHistory history)
    {
        _threshold = history.ControlCount > 0 ? history.ControlLevelAt(quantile) : Unknown;
        return false;
    }
}
