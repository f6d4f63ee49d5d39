using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>Brings the store's records and exclusions into the live rollouts. Needs <see cref="RolloutSessions.Gate"/>.</summary>
internal sealed class RolloutLoader(
    IRolloutStore store,
    RolloutSync sync,
    RolloutSessions sessions,
    LiveRollouts live,
    RolloutStateRegistry states,
    ExclusionRegistry exclusions,
    FleetClock? fleetClock,
    ILogger logger)
{
    private bool _isDamageLogged;
    private bool _isTimeMissing;
    private string? _loggedRepair;

    /// <summary>Begins a read when one is due, and takes in a read that has ended.</summary>
    public void Load(DateTimeOffset now)
    {
        if (_isTimeMissing && fleetClock is { IsSet: true })
        {
            _isTimeMissing = false;
            sync.Call();
        }

        sync.BeginRead(now);
        if (sync.EndRead() is { } answer)
        {
            Accept(answer, now);
        }

        if (states.IsLoaded)
        {
            ReplaceStandIns(now);
        }
    }

    private void Accept(RolloutSync.Answer answer, DateTimeOffset now)
    {
        LogDamage(answer.Damage);
        if (!states.IsLoaded && answer.RemovalsFailure is not null)
        {
            // Nobody is admitted who may have been taken out.
            return;
        }

        // What a rollout is now depends on the time, and a node of a fleet does not go by its own.
        if (fleetClock is { IsSet: false })
        {
            _isTimeMissing = true;
            sync.ReadAnew();
            return;
        }

        states.Unreadable = answer.Damaged.Select(static damaged => RolloutKey.Of(damaged.Flag, damaged.Id)).ToHashSet();
        foreach (var damaged in answer.Damaged)
        {
            if (live.Find(damaged.Flag, damaged.Id) is { } state)
            {
                sessions.Of(state.Plan).AcceptDamage(damaged, answer.BegunAt);
            }
        }

        foreach (var record in answer.Records)
        {
            var state = live.Find(record.Flag, record.Id);
            var (known, read) = (states.Find(record.Flag, record.Id), state is null ? record : StageByName.Place(state.Plan, record));
            states.Remember(known is null ? read : RolloutMerge.Join(state is null ? known : StageByName.Place(state.Plan, known), read));

            // Also for rules that were live before the store had answered: their rollouts began as if they were new.
            if (state is not null)
            {
                sessions.Of(state.Plan).AcceptRead(record, answer.BegunAt);
            }
        }

        foreach (var state in live.All.Where(state => answer.IsWhole && !IsStored(state)))
        {
            sessions.Of(state.Plan).AcceptNone(answer.BegunAt);
        }

        if (!answer.IsWhole && !states.IsLoaded)
        {
            Withdraw(now);
        }

        exclusions.Load(answer.Removals.Removals, answer.HasAllRemovals, now);

        states.IsLoaded = true;
    }

    private bool IsStored(RolloutState state) =>
        sync.IsStored(state.Plan.Flag, state.Plan.Id) || states.Unreadable.Contains(RolloutKey.Of(state.Plan.Flag, state.Plan.Id));

    private void LogDamage(string? damage)
    {
        if (damage is not null && !_isDamageLogged)
        {
            Log.RolloutStoreDamaged(logger, LogSafeText.Sentence(damage));
        }

        if (damage is null && _isDamageLogged)
        {
            Log.RolloutStoreReadable(logger);
        }

        if ((store as IRolloutLosses)?.Mended is { } repair && repair != _loggedRepair)
        {
            _loggedRepair = repair;
            Log.RolloutStoreMended(logger, LogSafeText.Sentence(repair));
        }

        _isDamageLogged = damage is not null;
    }

    // Only at the first read: after later damage this node still knows every record, and writes it again.
    private void Withdraw(DateTimeOffset now)
    {
        states.IsDamaged = true;
        foreach (var state in live.All.Where(state => state.Record.Changes.Count == 0 && states.Find(state.Plan.Flag, state.Plan.Id) is null))
        {
            sessions.Of(state.Plan).Publish(RolloutStateMachine.Lost(state.Plan, state.Record, now));
        }
    }

    // Rules may go live before the store has answered, or at that very moment; a rollout without a record is then a new one.
    private void ReplaceStandIns(DateTimeOffset now)
    {
        foreach (var state in live.All.Where(static state => RolloutStateMachine.IsStandIn(state.Record)))
        {
            var isUnreadable = states.Unreadable.Contains(RolloutKey.Of(state.Plan.Flag, state.Plan.Id));
            if (isUnreadable && RolloutStateMachine.IsUnreadable(state.Record))
            {
                continue;
            }

            if (states.Find(state.Plan.Flag, state.Plan.Id) is { } known)
            {
                sessions.Of(state.Plan).Adopt(StageByName.Place(state.Plan, known));
            }
            else
            {
                sessions.Of(state.Plan).Publish(Unknown(state.Plan, isUnreadable, now));
            }
        }
    }

    private RolloutRecord Unknown(RolloutPlan plan, bool isUnreadable, DateTimeOffset now) =>
        isUnreadable ? RolloutStateMachine.Unreadable(plan, now)
        : states.IsDamaged ? RolloutStateMachine.Lost(plan, RolloutStateMachine.New(plan), now)
        : RolloutStateMachine.New(plan);
}
