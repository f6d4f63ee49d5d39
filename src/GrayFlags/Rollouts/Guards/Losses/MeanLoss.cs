using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Losses;

/// <summary>A duration relative to a cap of ten times the control's mean: a single outcome that never ends cannot decide the test.</summary>
internal sealed class MeanLoss : LossTransform
{
    private const int OutcomesBeforeCap = 200;
    private const double MeansInCap = 10;

    // Dense around a tenth, where most durations are.
    private static readonly double[] Losses = [0, 0.02, 0.04, 0.06, 0.09, 0.13, 0.19, 0.28, 0.42, 0.65, 1];

    private LossScale? _scale;

    // Frozen: a cap that followed the control would change the hypothesis.
    private double _cap;

    public override ReadOnlySpan<double> Cells => Losses;

    public override bool IsReady => _scale is not null;

    public override double Unit => _cap;

    public override double State
    {
        get => _cap;
        set => Freeze(value);
    }

    public override double Of(bool isBad, int level) => Math.Min(DurationScale.Value(level) / _cap, 1);

    public override void Add(bool isBad, int level, Span<double> counts) => _scale!.Add(level, counts);

    public override bool Learn(DurationHistory history)
    {
        if (IsReady || history.ControlCount < OutcomesBeforeCap)
        {
            return false;
        }

        Freeze(MeansInCap * history.ControlMean);
        return true;
    }

    private void Freeze(double cap)
    {
        _cap = cap;
        _scale = cap > 0 ? new LossScale(Losses, DurationScale.Levels, level => Math.Min(DurationScale.Value(level) / cap, 1)) : null;
    }
}
