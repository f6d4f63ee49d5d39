using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Watches one metric: weighs its outcomes and bets on them. Not thread-safe.</summary>
internal sealed class Guard
{
    private readonly RunningMean _mean = new();
    private readonly Harm _harm;
    private readonly IBets _bets;
    private readonly StagedCapital _capital;

    // The bets that the harm is no larger than allowed, renewed with each stage; none where no stage asks for them.
    private readonly EvidenceBets? _evidenceBets;
    private readonly Capital _evidence = new(EvidenceBets.Count);

    private ArmTally _canary;
    private ArmTally _control;

    /// <param name="plan">What is watched.</param>
    /// <param name="stages">How many stages there are.</param>
    /// <param name="delta">For the evidence that a stage asks for: by how much the harm may exceed the control's; null for none.</param>
    public Guard(GuardPlan plan, int stages, double? delta)
    {
        Plan = plan;
        Channel = Channels.Of(plan);
        _harm = Harm.Of(plan);
        _bets = plan.IsLimit ? new LimitBets(plan.Max, plan.Metric == GuardMetric.Mismatch) : new ComparisonBets(plan.Relative, plan.Absolute);
        _capital = new StagedCapital(stages);
        _evidenceBets = delta is { } given && !plan.IsLimit ? new EvidenceBets(plan.Relative, given) : null;
    }

    public GuardPlan Plan { get; }

    public Channel Channel { get; }

    /// <summary>ln E, and the largest there was: the evidence that the harm is larger than allowed.</summary>
    public (double Now, double Max) LnE => (_capital.LnE, _capital.MaxLnE);

    /// <summary>ln E of the evidence from this stage that the harm is no larger than allowed; null where it is not gathered.</summary>
    public double? LnEvidence => _evidenceBets is null ? null : _evidence.LnE;

    /// <summary>The arms; their harms are to be multiplied by the unit.</summary>
    public (ArmTally Canary, ArmTally Control, double Unit) Arms => (_canary, _control, _harm.Unit);

    public void StartStage(int stage)
    {
        _capital.StartStage(stage);
        _evidence.Reset();
    }

    /// <summary>Bets on the outcomes of one arm under one share. All bets of a tick are placed with what was known at its start.</summary>
    /// <param name="share">The chance of the canary when they were drawn.</param>
    /// <param name="inStage">Whether they belong to the stage that is running.</param>
    /// <param name="isCanary">The arm.</param>
    /// <param name="counts">How many of each level.</param>
    /// <param name="scratch">Room for a cell of each level.</param>
    public void Add(double share, bool inStage, bool isCanary, ReadOnlySpan<int> counts, Span<HarmCell> scratch)
    {
        if (!_harm.IsReady)
        {
            return;
        }

        var cells = scratch[.._harm.Weigh(counts, scratch)];
        Learn(isCanary, cells);
        if (_bets.Take(share, isCanary))
        {
            Bet(share, inStage, isCanary, cells);
        }
    }

    /// <summary>Takes in what was added, at the end of a tick.</summary>
    public void Settle(DurationHistory history, Span<HarmCell> scratch)
    {
        if (_harm.Learn(history))
        {
            Learn(isCanary: true, scratch[.._harm.Weigh(Narrow(history.Canary), scratch)]);
            Learn(isCanary: false, scratch[.._harm.Weigh(Narrow(history.Control), scratch)]);
        }

        _mean.Settle();
        _capital.Settle();
    }

    public GuardState Capture() => new()
    {
        Name = Plan.Name,
        Definition = GuardState.DefinitionOf(Plan),
        Sum = _mean.Sum,
        Count = _mean.Count,
        Harm = _harm.State,
        Canary = [_canary.Count, _canary.Harm],
        Control = [_control.Count, _control.Harm],
        MaxLnE = _capital.MaxLnE,
        Capital = _capital.All.Logs.ToArray(),
        Stages = Array.ConvertAll(_capital.Stages.ToArray(), stage => stage.Logs.ToArray()),
        Evidence = _evidence.Logs.ToArray(),
    };

    public void Restore(GuardState state)
    {
        _mean.Restore(state.Sum, state.Count);
        _harm.State = state.Harm;
        _canary = new ArmTally(state.Canary[0], state.Canary[1]);
        _control = new ArmTally(state.Control[0], state.Control[1]);
        _capital.Restore(state.Capital, state.Stages, state.MaxLnE);
        _evidence.Restore(state.Evidence);
    }

    private static int[] Narrow(ReadOnlySpan<long> counts)
    {
        var narrow = new int[counts.Length];
        for (var level = 0; level < counts.Length; level++)
        {
            narrow[level] = (int)Math.Min(counts[level], int.MaxValue);
        }

        return narrow;
    }

    private void Learn(bool isCanary, ReadOnlySpan<HarmCell> cells)
    {
        ref var arm = ref isCanary ? ref _canary : ref _control;
        foreach (var cell in cells)
        {
            arm = arm.With(cell);
            _mean.Add(cell.Harm, cell.Count);
        }
    }

    private void Bet(double share, bool inStage, bool isCanary, ReadOnlySpan<HarmCell> cells)
    {
        Span<double> factors = stackalloc double[LogFactors.Room];
        var mean = _mean.Value;
        foreach (var cell in cells)
        {
            if (cell.Count <= 0)
            {
                continue;
            }

            _bets.Factors(share, isCanary, cell.Harm, mean, factors);
            _capital.Multiply(factors, cell.Count, inStage);
            if (inStage && _evidenceBets is { } evidence)
            {
                evidence.Factors(share, isCanary, cell.Harm, mean, factors);
                _evidence.Multiply(factors, cell.Count);
            }
        }
    }
}
