using GrayFlags.Documents;
using GrayFlags.Simulation;
using GrayFlags.Simulation.Services;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary>Plays the rollout of a flag: the real evaluator on a clock of its own, with calls of made-up users to a described service.</summary>
internal sealed class RolloutPlay(FlagDocument document, string flag, Population users, ulong seed)
{
    private const int LooksPerStage = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMinutes(1);

    private readonly List<RolloutStep> _steps = [];
    private readonly Draws _draws = new(seed);
    private TimeSpan _nextLook;
    private TimeSpan _lookEvery;
    private int _looks;

    public required DescribedService Service { get; init; }

    public required double CallsPerSecond { get; init; }

    public required RuleSettings Settings { get; init; }

    /// <summary>Calls that were served the new version.</summary>
    public long CanaryCalls { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public long CanaryFailures { get; private set; }

    /// <summary>Plays it to its end, or until time is over.</summary>
    /// <param name="start">When it begins.</param>
    /// <param name="length">For how long it is watched.</param>
    /// <param name="progress">Told of each second.</param>
    /// <returns>What was seen: each stage's beginning, some looks on the way, and the end.</returns>
    public IReadOnlyList<RolloutStep> Run(DateTimeOffset start, TimeSpan length, Action<long> progress)
    {
        var clock = new PlayClock(start);
        using var evaluator = FrozenRules.Create(document, clock, Settings);
        clock.Advance(TimeSpan.Zero);
        Look(evaluator, clock.Elapsed);
        for (var second = 1L; clock.Elapsed < length; second++)
        {
            var calls = (long)(second * CallsPerSecond) - (long)((second - 1) * CallsPerSecond);
            for (var call = 0L; call < calls; call++)
            {
                Call(evaluator, clock);
            }

            clock.Advance(Tick);
            progress(1);
            if (Watch(evaluator, clock.Elapsed))
            {
                return _steps;
            }
        }

        Look(evaluator, clock.Elapsed);
        return _steps;
    }

    private void Call(GrayEvaluator evaluator, PlayClock clock)
    {
        var subject = users.At((long)(_draws.Next() * users.Count!.Value));
        var outcome = evaluator.Begin(flag, subject.Context);
        var (fails, seconds) = Service.Answer(_draws, Draw.OfSubject(seed, subject.Index), outcome.Enabled, clock.Elapsed.TotalSeconds);
        CanaryCalls += outcome.Enabled ? 1 : 0;
        CanaryFailures += outcome.Enabled && fails ? 1 : 0;
        if (outcome.Arm == GrayArm.None)
        {
            return;
        }

        clock.Ahead(seconds, () =>
        {
            if (fails)
            {
                outcome.Fail();
            }
            else
            {
                outcome.Succeed();
            }
        });
    }

    // A stage's beginning, a handful of looks, ever rarer, and whatever ends it.
    private bool Watch(GrayEvaluator evaluator, TimeSpan after)
    {
        var record = evaluator.Rollouts.GetStatus(flag)!.Record;
        var last = _steps[^1].Status.Record;
        if (record.Phase != last.Phase || record.Stage != last.Stage || after >= _nextLook)
        {
            Look(evaluator, after);
        }

        return record.Phase is not (RolloutPhase.Pending or RolloutPhase.Running);
    }

    private void Look(GrayEvaluator evaluator, TimeSpan after)
    {
        var status = evaluator.Rollouts.GetStatus(flag)!;
        var isNewStage = _steps.Count == 0 || _steps[^1].Status.Record.Stage != status.Record.Stage || _steps[^1].Status.Record.Phase != status.Record.Phase;
        _looks = isNewStage ? 0 : _looks + 1;
        _lookEvery = isNewStage ? Longer(status.Remaining.Time / LooksPerStage, ShortestLook) : _looks > LooksPerStage ? _lookEvery * 2 : _lookEvery;
        _nextLook = after + _lookEvery;
        _steps.Add(new(after, status));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
