using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Simulation;

namespace GrayFlags.Simulator.Traffic;

/// <summary>Plays a fleet: the recorders, batches and guards of an app on as many nodes, and a log between them that is a list.</summary>
internal sealed class FleetStream
{
    private const double Risk = 0.01;
    private const double BrokenRate = 0.5;
    private const int UntilCutOff = 15;
    private const int ShortestCut = 5;
    private const int LongestCut = 120;
    private const int BetweenHeartbeats = 10;
    private const double SecondsPerHour = 3_600;

    private readonly FleetScenario _scenario;
    private readonly SimulatedClock _clock = new();
    private readonly RolloutPlan _plan;
    private readonly Draws _draws;

    // Of their own, so that the same seed makes the same calls whatever becomes of them.
    private readonly Draws _paths;
    private readonly Population _population;
    private readonly Node[] _nodes;
    private readonly FleetAttempt _reader;
    private readonly FleetSampling _sampling;
    private long _position;
    private int _episodes;

    private FleetStream(FleetScenario scenario, ulong seed)
    {
        _scenario = scenario;
        _plan = SimulatedPlan.Of([scenario.Share * 100], Risk, TimeSpan.FromSeconds(scenario.Seconds), RolloutPlan.DefaultSettle, SimulatedPlan.First);
        _draws = new Draws(seed);
        _paths = new Draws(~seed);
        _population = new Population(_draws, scenario.Users, scenario.Broken);
        _nodes = [.. Enumerable.Range(0, scenario.Nodes).Select(_ => new Node(_plan, _clock))];
        _sampling = new FleetSampling { Most = scenario.MostCalls };
        _reader = NewAttempt(_plan, new OutcomeRecorder(_clock, 1), _clock);
        var isRead = _reader.TryLoad(_reader.FirstCheckpoint(0) with { Revision = 1 });
        System.Diagnostics.Debug.Assert(isRead, "the first checkpoint is of the same guards");
    }

    /// <returns>
    /// The largest evidence of any node or of the fleet, as if the guard were the only one: at a risk it is an alarm from ln(1/risk) on. Then the canary's
    /// outcomes.
    /// </returns>
    public static double[] Run(FleetScenario scenario, ulong seed) => new FleetStream(scenario, seed).Run();

    private double[] Run()
    {
        var (largest, canary, perSecond) = (double.NegativeInfinity, 0L, _scenario.CallsPerSecond * _nodes.Length);
        for (var second = 0; second < _scenario.Seconds; second++)
        {
            var calls = (int)((long)((second + 1) * perSecond) - (long)(second * perSecond));
            for (var call = 0; call < calls; call++)
            {
                _clock.Now = second + ((call + 0.5) / calls);
                canary += Call() ? 1 : 0;
            }

            _clock.Now = second + 1;
            largest = Math.Max(largest, _scenario.IsEachAlone ? LookAlone() : Exchange(second));
            if (_scenario.EndsAtRisk is { } risk && largest >= -Math.Log(risk))
            {
                break;
            }
        }

        return [largest, canary];
    }

    private static FleetAttempt NewAttempt(RolloutPlan plan, OutcomeRecorder recorder, TimeProvider clock) =>
        new(plan, new RolloutRecord { Flag = plan.Flag, Id = plan.Id }, recorder, clock);

    // What the evidence would be if the guard had the whole risk.
    private static double MarginOf(GuardSetStatus? status) =>
        status is null ? double.NegativeInfinity : status.Guards[0].LnE - (status.Guards[0].Threshold + Math.Log(Risk));

    private bool Call()
    {
        var user = _scenario.IsOnceOnly ? new User(_draws.NextWord(), _draws.Next(), _draws.Chance(_scenario.Broken)) : _population.Pick(_draws);
        var node = _nodes[(int)(_paths.Next() * _nodes.Length)];
        var isCanary = user.Bucket < _scenario.Share;
        var failed = _draws.Chance(user.IsBroken ? BrokenRate : isCanary ? _scenario.CanaryRate : _scenario.Rate);
        var size = (int)Math.Round(_scenario.Share * Bucketing.Bucket.Count);
        var ticket = node.Recorder.Begin(new Assignment(isCanary ? GrayArm.Canary : GrayArm.Control, user.Unit, size, 0), isEvidence: true);
        node.Recorder.End(ticket, failed ? CallVerdict.Failure : CallVerdict.Success, seconds: 0.1);
        return isCanary;
    }

    private double LookAlone() => _nodes.Max(node => MarginOf(node.Alone.Tick(_clock.GetUtcNow().UtcTicks)));

    // Each node makes its batch; those that reach the store append what they have, in an order that is drawn.
    private double Exchange(int second)
    {
        var largest = double.NegativeInfinity;
        var first = (int)(_paths.Next() * _nodes.Length);
        for (var offset = 0; offset < _nodes.Length; offset++)
        {
            var node = _nodes[(first + offset) % _nodes.Length];
            var isCutOff = IsCut(node, second) && second - node.CutAt > UntilCutOff;
            if (isCutOff)
            {
                node.Attempt.Episode ??= ++_episodes;
            }

            var section = node.Attempt.Collect(isCutOff, isCutOff ? 0 : _sampling.HalvingsOf(node.Attempt.Rollout, node.Attempt.Attempt));
            if (section.Calls.Count > 0 || second - node.BeatAt >= BetweenHeartbeats)
            {
                node.BeatAt = second;
                node.Batches.Enqueue(FleetBatch.Write([section]));
            }

            largest = Math.Max(largest, MarginOf(node.Attempt.StatusAlone(_clock.GetUtcNow())));
            while (!IsCut(node, second) && node.Batches.TryDequeue(out var batch))
            {
                var entry = new RolloutLogEntry(++_position, _clock.GetUtcNow(), new RolloutLogBatch(1, _position, batch));
                var sections = FleetBatch.TryRead(batch)!;
                _sampling.Note(entry.At, sections);
                _reader.Feed(entry, sections[0], isOwn: false);

                // Each entry is looked at: whoever reads up to there may find a breach.
                largest = Math.Max(largest, MarginOf(_reader.Status(_clock.GetUtcNow())));
            }
        }

        return largest;
    }

    private bool IsCut(Node node, int second)
    {
        if (second < node.CutUntil)
        {
            return true;
        }

        if (_scenario.PartitionsPerHour > 0 && second > node.CutUntil && _paths.Chance(_scenario.PartitionsPerHour / SecondsPerHour))
        {
            (node.CutAt, node.CutUntil) = (second, second + ShortestCut + (int)(_paths.Next() * (LongestCut - ShortestCut)));
            return true;
        }

        return false;
    }

    private sealed class Node
    {
        public Node(RolloutPlan plan, SimulatedClock clock)
        {
            Recorder = new OutcomeRecorder(clock, 1);
            Attempt = NewAttempt(plan, Recorder, clock);
            Alone = new GuardSet(plan, Recorder, clock);
        }

        public OutcomeRecorder Recorder { get; }

        public FleetAttempt Attempt { get; }

        public GuardSet Alone { get; }

        public Queue<byte[]> Batches { get; } = new();

        public int BeatAt { get; set; }

        public int CutAt { get; set; }

        public int CutUntil { get; set; }
    }
}
