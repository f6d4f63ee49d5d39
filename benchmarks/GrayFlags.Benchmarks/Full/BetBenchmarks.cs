using BenchmarkDotNet.Attributes;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Benchmarks.Full;

/// <summary>
/// The bets of one guard alone: a busy tick of 64 calls of units that are new to every epoch; the bets are the difference of the two methods.
/// </summary>
[MemoryDiagnoser]
public class BetBenchmarks
{
    private const int Calls = 64;
    private const int Size = 5_000;
    private const double Planned = 3_600;

    private readonly JudgedCall[] _calls = new JudgedCall[Calls];
    private readonly DurationHistory _history = new();

    private Guard _guard = null!;
    private double _watched;

    [Params("rate", "both", "mean", "quantile", "score", "limit")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _guard = new Guard(PlanOf(Kind), Planned, delta: null) { Threshold = double.PositiveInfinity };
        for (var index = 0; index < Calls; index++)
        {
            var hash = MurmurHash3.Mix64((ulong)index + 1);
            var isCanary = index % 20 == 0;
            var chance = (double)(hash >> 11) / (1UL << 53);
            var level = Kind == "score" ? ScoreScale.LevelOf(Math.Round(10 * chance) / 10) : DurationScale.LevelOf(0.02 * Math.Pow(50, chance));
            var state = CallState.Of(1, Size, index % 32 == 0 ? CallVerdict.Failure : CallVerdict.Success, level);
            _calls[index] =
                new JudgedCall((uint)hash, CallMarks.Of(isCanary, isEvidence: true, isFirst: true, CallKind.Call, 0), state, 0, TimeSpan.FromSeconds(5));
        }

        // The scale of the mean and the threshold of the quantile are known from here on.
        for (var index = 0; index < 1_000; index++)
        {
            _history.Add(_calls[index % Calls].State.Level);
        }

        CollectAndBet();
        CollectAndBet();
    }

    [Benchmark(Baseline = true)]
    public void Collect()
    {
        foreach (ref readonly var call in _calls.AsSpan())
        {
            _guard.Add(call, call.IsBad, call.State.Level, EpochStamp.Never, isInStage: true, quarter: 0);
        }
    }

    [Benchmark]
    public double CollectAndBet()
    {
        Collect();
        _guard.Settle(_history, ++_watched);
        return _guard.Wealth.MaxLnE;
    }

    private static GuardPlan PlanOf(string kind) => kind switch
    {
        "rate" => new GuardPlan { Name = kind, Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback },
        "both" => new GuardPlan
        {
            Name = kind,
            Metric = GuardMetric.Error,
            Kind = GuardKind.Rate,
            Count = GuardCount.Both,
            OnBreach = GuardAction.Rollback,
        },
        "score" => new GuardPlan { Name = kind, Metric = GuardMetric.Score, Kind = GuardKind.Mean, OnBreach = GuardAction.Pause },
        "mean" => new GuardPlan { Name = kind, Metric = GuardMetric.Duration, Kind = GuardKind.Mean, OnBreach = GuardAction.Rollback },
        "quantile" => new GuardPlan { Name = kind, Metric = GuardMetric.Duration, Kind = GuardKind.Quantile, Quantile = 0.95, OnBreach = GuardAction.Rollback },
        _ => new GuardPlan { Name = kind, Metric = GuardMetric.Error, Kind = GuardKind.Rate, IsLimit = true, Max = 0.1, OnBreach = GuardAction.Pause },
    };
}
