using GrayFlags.Documents.Problems;
using GrayFlags.Rollouts.Feedback;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
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
    private string? _loggedRepair;

    /// <summary>Begins a read when one is due, and takes in a read that has ended.</summary>
    public void Load(DateTimeOffset now)
    {
        sync.BeginRead(now);
        if (sync.EndRead() is { } answer)
        {
            Accept(answer, now);
        }

        if (states.IsLoaded)
        {
            ReplaceUnread(now);
        }
    }

    private void Accept(RolloutSync.Answer answer, DateTimeOffset now)
    {
        LogDamage(answer.Damage);
        foreach (var record in answer.Records)
        {
            var known = states.Find(record.Flag, record.Id);
            states.Remember(known is null ? record : RolloutMerge.Join(known, record));

            // Also for rules that were live before the store had answered: their rollouts began as if they were new.
            if (live.Find(record.Flag, record.Id) is { } state)
            {
                sessions.Of(state.Plan).AcceptRead(record, answer.BegunAt);
            }
        }

        foreach (var state in live.All.Where(state => answer.Damage is null && !sync.IsStored(state.Plan.Flag, state.Plan.Id)))
        {
            sessions.Of(state.Plan).AcceptNone(answer.BegunAt);
        }

        if (answer.Damage is not null && !states.IsLoaded)
        {
            Withdraw(now);
        }

        exclusions.Load(answer.Removals.Removals, now);

        // What a rollout is now depends on the time, and a node of a fleet does not go by its own.
        states.IsLoaded |= fleetClock is null or { IsSet: true };
    }

    private void LogDamage(string? damage)
    {
        if (damage is not null && !_isDamageLogged)
        {
            Log.RolloutStoreDamaged(logger, LogSafeText.Sentence(damage));
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
    private void ReplaceUnread(DateTimeOffset now)
    {
        foreach (var state in live.All.Where(state => RolloutStateMachine.IsUnread(state.Record)))
        {
            var begun = RolloutStateMachine.New(state.Plan);
            var record = states.Find(state.Plan.Flag, state.Plan.Id) ?? (states.IsDamaged ? RolloutStateMachine.Lost(state.Plan, begun, now) : begun);
            sessions.Of(state.Plan).Publish(record);
        }
    }
}
