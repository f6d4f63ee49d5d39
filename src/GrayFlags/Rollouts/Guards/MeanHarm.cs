namespace GrayFlags.Rollouts.Guards;

/// <summary>A duration as a part of a cap, which is ten times the control's mean: an outcome that never ends cannot decide all by itself.</summary>
internal sealed class MeanHarm : Harm
{
    private const int OutcomesBeforeCap = 200;
    private const double MeansInCap = 10;

    private HarmGrid? _grid;

    // Frozen: a cap that follows the control would change what a bet is about.
    private double _cap;

    public override bool IsReady => _grid is not null;

    public override double Unit => _cap;

    public override double State
    {
        get => _cap;
        set => Freeze(value);
    }

    public override int Weigh(ReadOnlySpan<int> counts, Span<HarmCell> cells) => _grid!.Weigh(counts, cells);

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
        _grid = cap > 0 ? new HarmGrid(cap) : null;
    }
}
