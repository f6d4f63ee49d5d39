using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rollouts.Guards;

/// <summary>Tests one metric: collects its outcomes during a tick, and bets on them at its end. Not thread-safe.</summary>
internal sealed class Guard
{
    // A single client that calls endlessly must not make one arm look busier.
    private const int MostCallsAMinute = 16;

    private readonly LossTransform _loss;
    private readonly IBettingStrategy _bets;
    private readonly EpochWealth _wealth;
    private readonly GuardCells _cells;

    // The e-process for "the loss is no larger than allowed", on first outcomes since the stage began; null when no stage requires it.
    private readonly EvidenceBets? _evidenceBets;
    private readonly EProcess _evidence = new(EvidenceBets.Count);

    private readonly ArmTally[] _arms = new ArmTally[2];
    private readonly FirstOutcomes _first;

    /// <param name="plan">The guard's plan.</param>
    /// <param name="planned">The planned duration of the attempt, in seconds.</param>
    /// <param name="delta">The margin by which the loss may exceed the control's, for stages that require evidence; null for none.</param>
    public Guard(GuardPlan plan, double planned, double? delta)
    {
        (Plan, Key) = (plan, GuardState.KeyOf(plan));
        _loss = LossTransform.Of(plan);
        _bets = plan.IsLimit ? new LimitBets(plan.Max, plan.Metric == GuardMetric.Mismatch) : new ComparisonBets(plan.Relative, plan.Absolute);
        _wealth = new EpochWealth(planned);
        _cells = new GuardCells(_loss.Cells.Length);
        _first = new FirstOutcomes(_loss.Cells.Length);
        _evidenceBets = delta is { } given && !plan.IsLimit ? new EvidenceBets(plan.Relative, given) : null;
        if (CountsBoth)
        {
            Pairs = new PairStamps();
        }
    }

    public GuardPlan Plan { get; }

    /// <summary>The key of the guard in its attempt.</summary>
    public string Key { get; }

    /// <summary>The evidence at which it breaches: ln of one over its share of the risk.</summary>
    public double Threshold { get; set; }

    /// <summary>The wealth of its bets: the evidence that the loss is larger than allowed.</summary>
    public EpochWealth Wealth => _wealth;

    /// <summary>ln E of this stage's evidence that the loss is no larger than allowed; null when it is not gathered.</summary>
    public double? LnEvidence => _evidenceBets is null ? null : _evidence.LnE;

    /// <summary>The calls of an arm, including repeated ones; losses are in multiples of <see cref="Unit"/>.</summary>
    public ArmTally ArmOf(bool isCanary) => _arms[isCanary ? 1 : 0];

    /// <summary>Those of the last half minute at most.</summary>
    public RecentTally Recent { get; } = new();

    public double Unit => _loss.Unit;

    /// <summary>
    /// A 95 % confidence sequence of the difference of the mean losses, in multiples of <see cref="Unit"/>; null for a limit, or while nothing is ruled out.
    /// </summary>
    public (double Low, double High)? Interval => Plan.IsLimit || _first.Interval.Value is (-1, 1) ? null : _first.Interval.Value;

    /// <summary>The last good and bad outcome of each unit, when one of each counts; null when only the first outcome counts.</summary>
    public PairStamps? Pairs { get; }

    private bool CountsBoth => Plan.Metric == GuardMetric.OptOut || Plan is { Count: GuardCount.Both, IsLimit: false, Absolute: 0, Metric: GuardMetric.Error };

    public void StartStage() => _evidence.Reset();

    public void StartQuarter(long quarter)
    {
        _wealth.StartQuarter(quarter);
        Recent.StartQuarter(quarter);
    }

    /// <summary>Collects one outcome.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isBad">True when it failed, had not ended, differed, or was an opt-out.</param>
    /// <param name="level">The level of its duration or score.</param>
    /// <param name="freshness">The freshness of its unit.</param>
    /// <param name="isInStage">True for its unit's first outcome since the stage began.</param>
    /// <param name="quarter">The quarter of a minute in which it is judged.</param>
    public void Add(in JudgedCall call, bool isBad, int level, int freshness, bool isInStage, long quarter)
    {
        if (!_loss.IsReady || (Plan.IgnoresNotEnded && call.State.Verdict == CallVerdict.NotEnded))
        {
            return;
        }

        var isCanary = call.Marks.IsCanary;
        var share = _cells.Of(call.State.Size);
        Tally(isCanary, isBad, level);
        if (!call.Marks.IsEvidence)
        {
            return;
        }

        var isNew = freshness == EpochStamp.Never;
        if (Pairs is not null)
        {
            freshness = EpochStamp.Freshness(Pairs.Seen(call.Hash, isBad), quarter);
            if (Pairs.Set(call.Hash, isBad, quarter) <= MostCallsAMinute)
            {
                share.Calls(isCanary)++;
            }
        }

        if (freshness > 0)
        {
            _loss.Add(isBad, level, share.At(freshness, isCanary));
        }

        if (isNew)
        {
            _loss.Add(isBad, level, share.First(isCanary));
        }

        if (isInStage && _evidenceBets is not null)
        {
            _loss.Add(isBad, level, share.InStage(isCanary));
        }
    }

    /// <summary>Bets on the collected outcomes with the knowledge from before them, and then learns from them.</summary>
    /// <param name="history">The control's durations.</param>
    /// <param name="watched">The monitored time of the attempt, in seconds.</param>
    public void Settle(DurationHistory history, double watched)
    {
        foreach (var share in _cells.Shares)
        {
            if (!Plan.IsLimit)
            {
                _first.Add(share.Size, isCanary: true, share.First(isCanary: true));
                _first.Add(share.Size, isCanary: false, share.First(isCanary: false));
            }

            share.Accumulate();
            Bet(share);
        }

        _first.Settle(watched, _loss.Cells, _wealth[EpochWealth.Whole].Mean);
        _cells.Clear();
        if (_loss.Learn(history))
        {
            var (mean, count) = (Math.Min(history.ControlMean / Unit, 1), Math.Min(history.ControlCount, 1_000L));
            for (var index = 0; index < EpochWealth.Count; index++)
            {
                _wealth[index].Learn(mean, count);
            }

            _evidence.Learn(mean, count);
        }

        _wealth.Settle();
        _evidence.Settle();
    }

    public GuardState Capture() => new()
    {
        Name = Plan.Name,
        Definition = GuardState.DefinitionOf(Plan),
        Loss = _loss.State,
        Canary = [_arms[1].Count, _arms[1].Loss],
        Control = [_arms[0].Count, _arms[0].Loss],
        MaxLnE = _wealth.MaxLnE,
        Wealth = _wealth.Save(),
        Evidence = _evidence.Save(),
        Pairs = Pairs is null ? "" : PackedBytes.Pack(Pairs.Save()),
        Interval = PackedBytes.Pack(_first.Interval.Save()),
    };

    public void Restore(GuardState state, long quarter)
    {
        _loss.State = state.Loss;
        _arms[1] = new ArmTally(state.Canary[0], state.Canary[1]);
        _arms[0] = new ArmTally(state.Control[0], state.Control[1]);
        _wealth.Load(quarter, state.Wealth, state.MaxLnE);
        _evidence.Load(state.Evidence);
        Pairs?.TryLoad(PackedBytes.Unpack(state.Pairs));
        _first.Interval.Load(PackedBytes.Unpack(state.Interval));
    }

    private void Tally(bool isCanary, bool isBad, int level)
    {
        var loss = _loss.Of(isBad, level);
        _arms[isCanary ? 1 : 0] += new ArmTally(1, loss);
        Recent.Add(isCanary, loss);
    }

    private void Bet(GuardCells.Share share)
    {
        var chance = (double)share.Size / Bucket.Count;
        foreach (var isCanary in (ReadOnlySpan<bool>)[true, false])
        {
            if (_bets.Take(chance, isCanary))
            {
                for (var index = 0; index < EpochWealth.Count; index++)
                {
                    Bet(_wealth[index], _bets, chance, isCanary, share.At(index + 1, isCanary));
                }
            }

            if (_evidenceBets is { } evidence && evidence.Take(chance, isCanary))
            {
                Bet(_evidence, evidence, chance, isCanary, share.InStage(isCanary));
            }
        }

        if (Pairs is not null && chance is > 0 and < 1)
        {
            for (var index = 0; index < EpochWealth.Count; index++)
            {
                _wealth[index].LearnCalls(share.Calls(isCanary: true) / chance, share.Calls(isCanary: false) / (1 - chance));
            }
        }
    }

    private void Bet(EProcess process, IBettingStrategy bets, double chance, bool isCanary, ReadOnlySpan<double> counts)
    {
        if (counts.IndexOfAnyExcept(0) >= 0)
        {
            var calls = Pairs is null || Plan.Metric == GuardMetric.OptOut ? 1 : process.CallRatio;
            process.Bet(bets.On(chance, isCanary, process.Mean, calls), _loss.Cells, counts);
        }
    }
}
