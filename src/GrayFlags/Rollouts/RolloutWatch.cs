using System.Globalization;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts;

/// <summary>What watches one attempt of a rollout: its guards, and what they have seen. Outcomes come from any thread; everything else under the controller's lock.</summary>
internal sealed class RolloutWatch
{
    /// <summary>Why a rollout stands still whose guards do not work.</summary>
    public const string Unwatched = "the guards failed, and nobody watches";

    // No guard can have this name.
    private const string Split = "(split)";

    private readonly UnitFilter _feedback = new();
    private readonly string? _saved;
    private volatile GuardSet _guards;
    private RolloutPlan _plan;
    private DateTimeOffset _aliveAt;
    private long _outcomeTicks;
    private long _sequence;
    private string? _captured;
    private bool _isRestored;

    public RolloutWatch(RolloutPlan plan, RolloutRecord record, RolloutEvidence? saved, DateTimeOffset now)
    {
        _aliveAt = now;
        Attempt = record.Attempt;
        _plan = plan;
        _guards = new GuardSet(plan);
        _saved = saved?.State;
        _sequence = saved?.Sequence ?? 0;
    }

    public int Attempt { get; }

    /// <summary>Where outcomes go.</summary>
    public OutcomeRecorder Recorder => _guards.Recorder;

    /// <summary>Where the guards stood at the last step; null before the first.</summary>
    public GuardSetStatus? Status { get; private set; }

    /// <summary>What went wrong in the guards themselves, which are then switched off; null while they work.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether the unit has not given feedback in this attempt and this process.</summary>
    public bool IsFirstFeedback(ulong unit) => _feedback.Add(unit, 0);

    public Exposure Expose(in Assignment assignment) => Recorder.Expose(assignment.Unit, assignment.Arm == GrayArm.Canary, assignment.Stage, assignment.ShareSize);

    public void Record(in Assignment assignment, GuardMetric metric, double value) => Recorder.Record(Expose(assignment), metric, value);

    /// <summary>Goes on with a plan and a stage that may have changed.</summary>
    public void Follow(RolloutPlan plan, RolloutRecord record, DateTimeOffset now, ILogger logger)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            if (!ReferenceEquals(plan, _plan) && !IsSameWatch(plan, _plan))
            {
                // Which units were met is forgotten with the guards: rare enough, and each may count once more.
                _guards.Tick(now.UtcTicks);
                var guards = new GuardSet(plan);
                guards.Restore(_guards.Capture());
                _guards = guards;
            }

            _plan = plan;
            if (!_isRestored)
            {
                _isRestored = true;
                Restore(_saved);
            }

            _guards.StartStage(record.Stage, now.UtcTicks);
        }
        catch (Exception exception)
        {
            Fail(exception, logger);
        }
    }

    /// <summary>The wall clock was moved.</summary>
    public void Move(TimeSpan jump) => _aliveAt = new DateTimeOffset(Math.Clamp(_aliveAt.UtcTicks + jump.Ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>Weighs what came since the last step.</summary>
    public RolloutSight Look(RolloutRecord record, DateTimeOffset now, bool isWindowOpen, ILogger logger)
    {
        try
        {
            if (Failure is null)
            {
                Status = _guards.Tick(now.UtcTicks);
            }
        }
        catch (Exception exception)
        {
            Fail(exception, logger);
        }

        if (Status is not { } status || Failure is not null)
        {
            return new RolloutSight { Now = now, IsWindowOpen = isWindowOpen, PauseBreach = Unwatched };
        }

        if (_outcomeTicks != status.LastOutcomeTicks)
        {
            (_outcomeTicks, _aliveAt) = (status.LastOutcomeTicks, now);
        }

        return new RolloutSight
        {
            Now = now,
            IsWindowOpen = isWindowOpen,
            RollbackBreach = Breach(status, guard => guard.Plan.OnBreach == GuardAction.Rollback && guard.IsBreached),
            LimitBreach = Breach(status, guard => guard.Plan is { OnBreach: GuardAction.Rollback, IsLimit: true } && guard.IsBreached),
            PauseBreach = Breach(status, guard => guard.Plan.OnBreach == GuardAction.Pause && guard.LnE >= guard.Threshold + record.Acknowledged.GetValueOrDefault(guard.Plan.Name)),
            IsSplitMismatch = status.SplitLnE >= status.SplitThreshold + record.Acknowledged.GetValueOrDefault(Split),
            AliveAt = _aliveAt,
            CanarySamples = status.StageCanary,
            IsProved = status.IsProved,
        };
    }

    /// <summary>By guard, the evidence that is known when somebody resumes all the same.</summary>
    public Dictionary<string, double> Known(IReadOnlyDictionary<string, double> before)
    {
        var known = before.ToDictionary(StringComparer.Ordinal);
        foreach (var guard in Status?.Guards ?? [])
        {
            if (guard.Plan.OnBreach == GuardAction.Pause && guard.IsBreached)
            {
                known[guard.Plan.Name] = guard.LnE;
            }
        }

        if (Status?.IsSplitMismatched == true)
        {
            known[Split] = Status.SplitLnE;
        }

        // Resumed without a guard that works: the operator takes the watch over.
        Failure = null;
        return known;
    }

    /// <summary>What a store keeps; null where there is nothing to keep yet.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="node">This node.</param>
    /// <param name="onlyNews">Whether nothing is to be kept again that was captured before.</param>
    public RolloutEvidence? Capture(RolloutRun run, string node, bool onlyNews)
    {
        if (Status is null || Failure is not null)
        {
            return null;
        }

        var state = GuardSetJson.Write(_guards.Capture());
        if (onlyNews && state == _captured)
        {
            return null;
        }

        _captured = state;
        return new RolloutEvidence
        {
            Flag = run.Flag,
            Id = run.Id,
            Attempt = Attempt,
            Node = node,
            Sequence = ++_sequence,
            CanaryOutcomes = Status.StageCanary,
            ControlOutcomes = Status.StageControl,
            State = state,
        };
    }

    private static bool IsSameWatch(RolloutPlan left, RolloutPlan right) =>
        left.Guards.Length == right.Guards.Length && left.Stages.Length == right.Stages.Length && left.Risk.Equals(right.Risk)
        && left.Guards.Zip(right.Guards).All(pair => pair.First.Name == pair.Second.Name && pair.First.OnBreach == pair.Second.OnBreach && GuardState.DefinitionOf(pair.First) == GuardState.DefinitionOf(pair.Second))
        && Array.Exists(left.Stages, stage => stage.Advance == StageAdvance.Evidence) == Array.Exists(right.Stages, stage => stage.Advance == StageAdvance.Evidence);

    private static string? Breach(GuardSetStatus status, Func<GuardStatus, bool> isBreached) => Array.Find(status.Guards, guard => isBreached(guard)) is { } guard
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"guard '{guard.Plan.Name}' breached: canary {guard.Canary.Mean:0.####} over {guard.Canary.Count}, control {guard.Control.Mean:0.####} over {guard.Control.Count}, evidence ln E {guard.LnE:0.##} of {guard.Threshold:0.##}")
        : null;

    private void Fail(Exception exception, ILogger logger)
    {
        Failure = exception.Message;
        Log.RolloutGuardFailed(logger, _plan.Flag, exception);
    }

    private void Restore(string? saved)
    {
        if (saved is not null && GuardSetJson.Read(saved) is { } state)
        {
            _guards.Restore(state);
        }
    }
}
