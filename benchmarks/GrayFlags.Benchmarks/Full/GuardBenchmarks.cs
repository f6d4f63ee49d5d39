using BenchmarkDotNet.Attributes;
using GrayFlags.Benchmarks.Workload;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Benchmarks.Full;

/// <summary>What a watched outcome costs, and what a second of them costs to weigh: the tick is the difference of the last two, over four guards.</summary>
[MemoryDiagnoser]
public class GuardBenchmarks
{
    private const int Size = 5_000;

    private readonly GuardSet _set = new(Plan());
    private readonly Exposure[] _exposures = new Exposure[Users.Count];
    private readonly double[] _seconds = new double[Users.Count];

    private long _now;

    [GlobalSetup]
    public void Setup()
    {
        for (var user = 0; user < Users.Count; user++)
        {
            var hash = MurmurHash3.Mix64((ulong)user + 1);
            _exposures[user] = _set.Recorder.Expose(hash, Bucket.Of(hash, 1) < Size, 0, Size);
            _seconds[user] = 0.02 * Math.Pow(50, (double)(hash >> 11) / (1UL << 53));
        }

        // The cap and the threshold of the durations are known from here on.
        RecordAndTick();
        RecordAndTick();
    }

    /// <summary>The counter alone.</summary>
    [Benchmark(OperationsPerInvoke = Users.Count)]
    public void Count()
    {
        foreach (ref readonly var exposure in _exposures.AsSpan())
        {
            exposure.Share.Count(0);
        }
    }

    /// <summary>An outcome of a unit that had one already, as most have.</summary>
    [Benchmark(OperationsPerInvoke = Users.Count)]
    public void RecordAgain() => Record();

    /// <summary>Outcomes of 1,024 units that had none, and the forgetting that makes them so.</summary>
    [Benchmark]
    public void RecordFirst()
    {
        _set.Recorder.StartStage();
        Record();
    }

    /// <summary>The same, and a tick.</summary>
    [Benchmark]
    public double RecordAndTick()
    {
        RecordFirst();
        return _set.Tick(++_now).SplitLnE;
    }

    private static RolloutPlan Plan() => new()
    {
        Flag = "flag",
        Id = "1",
        Audience = [],
        Subject = Subject.User,
        Salt = "flag:rollout",
        SaltHash = 1,
        Order = RolloutOrder.Random,
        Serve = Serve.On,
        Stages = [.. Enumerable.Range(1, 6).Select(stage => new StagePlan { Name = $"{stage}", Size = stage * Size })],
        Guards =
        [
            new GuardPlan { Name = "errors", Metric = GuardMetric.Error, Kind = GuardKind.Rate, OnBreach = GuardAction.Rollback },
            new GuardPlan { Name = "latency", Metric = GuardMetric.Duration, Kind = GuardKind.Mean, OnBreach = GuardAction.Rollback },
            new GuardPlan { Name = "p95", Metric = GuardMetric.Duration, Kind = GuardKind.Quantile, Quantile = 0.95, OnBreach = GuardAction.Pause },
            new GuardPlan { Name = "limit", Metric = GuardMetric.Error, Kind = GuardKind.Rate, IsLimit = true, Max = 0.1, OnBreach = GuardAction.Pause },
        ],
        Risk = 0.01,
        EvidenceDelta = 0.01,
        EvidenceRisk = 0.05,
        Health = HealthPlan.Default,
        OnRollback = RollbackPlan.Default,
        Feedback = FeedbackPlan.Default,
    };

    private void Record()
    {
        for (var user = 0; user < Users.Count; user++)
        {
            _set.Recorder.RecordCall(_exposures[user], failed: user % 100 == 0, _seconds[user]);
        }
    }
}
