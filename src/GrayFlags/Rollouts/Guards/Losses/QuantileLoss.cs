namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>1 for what takes longer than the control's quantile, as it was at the last tick.</summary>
/// <remarks>An error of the sketch moves the threshold and nothing else: both arms are held against the same one.</remarks>
internal sealed class QuantileLoss(double quantile) : LossTransform
{
    private const int Unknown = -1;

    // The level that the quantile is in; what lies above it exceeds it.
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

    // Earlier outcomes were held against no threshold, and are not learnt from.
    public override bool Learn(DurationHistory history)
    {
        _threshold = history.ControlCount > 0 ? history.ControlLevelAt(quantile) : Unknown;
        return false;
    }
}
