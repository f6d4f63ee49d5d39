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

    private readonly Assignment[] _assignments = new Assignment[Users.Count];
    private readonly double[] _seconds = new double[Users.Count];
    private readonly SteppedClock _clock = new();

    private OutcomeRecorder _recorder = null!;
    private GuardSet _set = null!;

    [GlobalSetup]
    public void Setup()
    {
        _recorder = new OutcomeRecorder(_clock, 1);
        _set = new GuardSet(Plan(), _recorder, _clock);
        for (var user = 0; user < Users.Count; user++)
        {
            var hash = MurmurHash3.Mix64((ulong)user + 1);
            _assignments[user] = new Assignment(Bucket.Of(hash, 1) < Size ? GrayArm.Canary : GrayArm.Control, hash, Size, 0);
            _seconds[user] = 0.02 * Math.Pow(50, (double)(hash >> 11) / (1UL << 53));
        }

        // The cap and the threshold of the durations are known from here on.
        RecordAndTick();
        RecordAndTick();
    }

    /// <summary>A call, from its begin to its end.</summary>
    [Benchmark(OperationsPerInvoke = Users.Count)]
    public void BeginAndEnd() => Record();

    /// <summary>What was recorded is judged between the iterations.</summary>
    [IterationSetup(Target = nameof(BeginAndEnd))]
    public void Judge()
    {
        _clock.Step(TimeSpan.FromHours(5));
        _set.Tick(0);
    }

    /// <summary>Calls of 1,024 units, each of them new to every epoch but the whole attempt, and the tick that judges them: four guards.</summary>
    [Benchmark]
    public double RecordAndTick()
    {
        Record();
        _clock.Step(TimeSpan.FromHours(5));
        return _set.Tick(_clock.GetUtcNow().UtcTicks).ExposuresLnE;
    }

    /// <summary>A tick in which nothing has happened.</summary>
    [Benchmark]
    public double QuietTick() => _set.Tick(0).ExposuresLnE;

    private static RolloutPlan Plan() => new()
    {
        Flag = "flag",
        Id = "1",
        Audience = [],
        BucketingUnit = BucketingUnit.User,
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
            var ticket = _recorder.Begin(_assignments[user], isEvidence: true);
            _recorder.End(ticket, user % 100 == 0 ? CallVerdict.Failure : CallVerdict.Success, seconds: _seconds[user]);
        }
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

        public void Step(TimeSpan by) => _ticks += by.Ticks;
    }
}
