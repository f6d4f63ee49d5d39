using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>What a controller keeps of one rollout from step to step. Changed under the controller's lock.</summary>
internal sealed class RolloutSession(string flag, string id, RecordWriter? exchange, IReadOnlyList<RolloutChange> told)
{
    private volatile RolloutMonitor? _watch;
    private int _unwatchedAttempt;

    public string Flag { get; } = flag;

    public string Id { get; } = id;

    /// <summary>What it has with its store; null where there is none.</summary>
    public RecordWriter? Exchange { get; } = exchange;

    /// <summary>What is watched in this attempt; null where nothing is. Read by those who record outcomes, without the lock.</summary>
    public RolloutMonitor? Watch => _watch;

    /// <summary>The steps that were told.</summary>
    public IReadOnlyList<RolloutChange> Told { get; set; } = told;

    /// <summary>Watches the attempt that the record is of, by the plan that is live. Null where nothing is to be watched now; what was seen of an attempt that has ended is kept for the status.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="record">The record.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="saved">What was saved of an attempt, if anything.</param>
    /// <param name="logger">Told when the guards fail.</param>
    public RolloutMonitor? Follow(RolloutPlan plan, RolloutRecord record, TimeProvider clock, Func<int, RolloutEvidence?> saved, ILogger logger)
    {
        if (plan.Guards.Length == 0 || record.Phase is RolloutPhase.Pending or RolloutPhase.Cancelled or RolloutPhase.RolledBack)
        {
            if (_watch?.Attempt == record.Attempt)
            {
                _watch.Release();
            }

            return null;
        }

        if (_unwatchedAttempt == record.Attempt || (_watch?.Attempt != record.Attempt && !TryWatch(plan, record, clock, saved, logger)))
        {
            return null;
        }

        _watch!.Follow(plan, record, clock.GetUtcNow(), logger);
        return _watch;
    }

    /// <summary>Whether nothing watches the attempt, although something should.</summary>
    public bool IsUnwatched(RolloutRecord record) => _unwatchedAttempt == record.Attempt;

    private bool TryWatch(RolloutPlan plan, RolloutRecord record, TimeProvider clock, Func<int, RolloutEvidence?> saved, ILogger logger)
    {
        try
        {
            _watch = new RolloutMonitor(plan, record, saved(record.Attempt), clock);
            return true;
        }
        catch (Exception exception)
        {
            _unwatchedAttempt = record.Attempt;
            Log.RolloutGuardFailed(logger, Flag, exception);
            return false;
        }
    }
}
