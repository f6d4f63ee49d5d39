namespace GrayFlags.Rollouts.Guards;

/// <summary>Half of the capital is bet over the whole attempt; the other half is divided among the stages and bet in each one's own time.</summary>
/// <remarks>
/// A canary that was healthy for long has lost nearly all of what was bet against it, and would have to win it back before a late regression shows.
/// A stage that has not begun keeps its part.
/// </remarks>
internal sealed class StagedCapital
{
    private readonly Capital _all = new(RiskRatios.Count);
    private readonly Capital[] _stages;

    // The evidence of each stage; that of the stage that is bet on is renewed at Settle.
    private readonly double[] _stageLnE;

    private int _stage;

    /// <param name="stages">How many stages the attempt has, at least 1.</param>
    public StagedCapital(int stages)
    {
        _stages = new Capital[stages];
        _stageLnE = new double[stages];
        for (var stage = 0; stage < stages; stage++)
        {
            _stages[stage] = new Capital(RiskRatios.Count);
        }
    }

    /// <summary>ln E, as of the last <see cref="Settle"/>.</summary>
    public double LnE { get; private set; }

    /// <summary>The largest ln E that there was.</summary>
    public double MaxLnE { get; private set; }

    public Capital All => _all;

    public ReadOnlySpan<Capital> Stages => _stages;

    public void StartStage(int stage) => _stage = stage;

    /// <param name="lnFactors">The logarithm of what one outcome gives for 1, for each bet.</param>
    /// <param name="count">How many of these outcomes.</param>
    /// <param name="inStage">Whether they belong to the stage that is running; late ones of an earlier stage count over all only.</param>
    public void Multiply(ReadOnlySpan<double> lnFactors, double count, bool inStage)
    {
        _all.Multiply(lnFactors, count);
        if (inStage)
        {
            _stages[_stage].Multiply(lnFactors, count);
        }
    }

    /// <summary>Renews the evidence after the outcomes of a tick.</summary>
    public void Settle()
    {
        LnE = _all.LnE;

        // Of a single stage both halves are the same.
        if (_stages.Length > 1)
        {
            _stageLnE[_stage] = _stages[_stage].LnE;
            LnE = LogSum.OfMean([LnE, LogSum.OfMean(_stageLnE)]);
        }

        MaxLnE = Math.Max(MaxLnE, LnE);
    }

    public void Restore(ReadOnlySpan<double> all, ReadOnlySpan<double[]> stages, double maxLnE)
    {
        _all.Restore(all);
        for (var stage = 0; stage < Math.Min(_stages.Length, stages.Length); stage++)
        {
            _stages[stage].Restore(stages[stage]);
            _stageLnE[stage] = _stages[stage].LnE;
        }

        Settle();
        MaxLnE = Math.Max(MaxLnE, maxLnE);
    }
}
