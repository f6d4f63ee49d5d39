using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Losses;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Tests.Evaluation;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

public sealed class GuardWorkTests
{
    private const int Calls = 64;
    private const int CallsOfHistory = 1_000;

    private static readonly GuardPlan[] Plans =
    [
        Of("rate", GuardMetric.Error, GuardKind.Rate),
        Of("both", GuardMetric.Error, GuardKind.Rate, count: GuardCount.Both),
        Of("mean", GuardMetric.Duration, GuardKind.Mean),
        Of("quantile", GuardMetric.Duration, GuardKind.Quantile, quantile: 0.95),
        Of("score", GuardMetric.Score, GuardKind.Mean),
        Of("opt-outs", GuardMetric.OptOut, GuardKind.Rate),
        Of("mismatches", GuardMetric.Mismatch, GuardKind.Rate, max: 0.1),
        Of("limit of errors", GuardMetric.Error, GuardKind.Rate, max: 0.1),
        Of("limit of a mean", GuardMetric.Duration, GuardKind.Mean, max: 0.1),
    ];

    private static IEnumerable<string> Names => Plans.Select(plan => plan.Name);

    // Each round has what happens seldom: batches of the interval, new epochs, and a share that moves.
    [TestCaseSource(nameof(Names))]
    public void Tick_OfManyOutcomes_AllocatesNothing(string name)
    {
        var plan = Plans.Single(one => one.Name == name);
        var (history, watched) = (new DurationHistory(), 0.0);
        var guard = new Guard(plan, planned: 3_600, delta: 0.01) { Threshold = double.PositiveInfinity };
        for (var index = 0; index < CallsOfHistory; index++)
        {
            history.Add(Call(index, 5_000).State.Level);
        }

        Assert.That(Allocation.Least(20, Tick), Is.Zero);
        Assert.That((guard.ArmOf(isCanary: true).Count, guard.Wealth.MaxLnE), Is.Not.EqualTo((0.0, 0.0)));

        void Tick(int tick)
        {
            var quarter = (long)(++watched / EpochStamp.Seconds);
            guard.StartQuarter(quarter);
            for (var index = 0; index < Calls; index++)
            {
                var call = Call(index, 5_000 * (1 + (tick % 3)));
                guard.Add(call, call.IsBad, call.State.Level, index % EpochStamp.Count, isInStage: true, quarter);
            }

            guard.Settle(history, watched);
        }
    }

    private static JudgedCall Call(int index, int size)
    {
        var hash = MurmurHash3.Mix64((ulong)index + 1);
        var state = CallState.Of(1, size, index % 32 == 0 ? CallVerdict.Failure : CallVerdict.Success, (int)(hash % 200));
        return new JudgedCall((uint)hash, CallMarks.Of(index % 20 == 0, isEvidence: true, isFirst: true, CallKind.Call, 0), state, 0, TimeSpan.FromSeconds(5));
    }

    private static GuardPlan Of(
        string name, GuardMetric metric, GuardKind kind, double quantile = 0, double? max = null, GuardCount count = GuardCount.First) => new()
    {
        Name = name,
        Metric = metric,
        Kind = kind,
        Quantile = quantile,
        IsLimit = max is not null,
        Max = max ?? 0,
        Count = count,
        OnBreach = GuardAction.Rollback,
    };
}
