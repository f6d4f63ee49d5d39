using System.Collections.Concurrent;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>The sessions of this process's rollouts, by flag, and the lock that guards them.</summary>
/// <remarks>
/// One lock, <see cref="Gate"/>, guards all that moves rollouts: the sessions, their monitors, the loader and <see cref="RolloutSync"/>. The ticker
/// holds it for a tick; a command holds it to decide and to take in an answer; nobody holds it while awaiting a store. The locks of the snapshots,
/// the registries and the event queue are taken inside it, never around it. Only <see cref="MonitorOf"/> takes no lock: every call asks it.
/// </remarks>
internal sealed class RolloutSessions(
    LiveRollouts live, IRolloutStore? store, RolloutSync? sync, FleetNode? fleet, RolloutAudit audit, TimeProvider clock, ILogger logger)
{
    private const int MaxGone = 64;

    private const string RecordDamage = "the record in the store cannot be read";
    private const string RemovalsDamage = "some of the users who were taken out of it cannot be read";

    private readonly ConcurrentDictionary<string, RolloutSession> _sessions = new(StringComparer.OrdinalIgnoreCase);
    private readonly ClockJumpDetector _jumps = new(clock);

    public object Gate { get; } = new();

    /// <summary>All sessions, also those of rollouts that are no longer live.</summary>
    public IEnumerable<RolloutSession> All => _sessions.Values;

    /// <summary>The monitor that records outcomes of this attempt; null when nothing is monitored. Takes no lock.</summary>
    public RolloutMonitor? MonitorOf(RolloutState state) =>
        state.Plan.Guards.Length > 0
        && _sessions.TryGetValue(state.Plan.Flag, out var session) && session.Id == state.Plan.Id
        && session.Monitor is { } monitor && monitor.Attempt == state.Record.Attempt
            ? monitor
            : null;

    /// <summary>The damage to what the store has of a rollout; null when there is none that is known. Takes no lock.</summary>
    public string? DamageOf(RolloutState state) =>
        !_sessions.TryGetValue(state.Plan.Flag, out var session) || session.Id != state.Plan.Id ? null
        : session.IsRecordDamaged ? RecordDamage
        : session.Monitor?.Fleet?.Damage ?? (sync?.DamagedRemovals.HasFlag(state.Plan.Flag) == true ? RemovalsDamage : null);

    /// <summary>The session of a rollout; created when there is none of this id.</summary>
    public RolloutSession Of(RolloutPlan plan)
    {
        if (!_sessions.TryGetValue(plan.Flag, out var session) || session.Id != plan.Id)
        {
            session = new RolloutSession(plan, store is null ? null : new RecordWriter(store, clock), live, sync, fleet, audit, clock, logger);
            _sessions[plan.Flag] = session;
        }

        return session;
    }

    /// <summary>Moves every live rollout along when the wall clock was set.</summary>
    public void FollowClock()
    {
        // The clock of a fleet is the store's, which nobody here sets; and a stage of it lasts as long as somebody watched.
        var jump = _jumps.Read();
        if (jump == TimeSpan.Zero || fleet is not null)
        {
            return;
        }

        foreach (var state in live.All)
        {
            Of(state.Plan).Shift(state, jump);
        }
    }

    /// <summary>The evidence of every live rollout, to be stored.</summary>
    /// <param name="onlyNew">True to leave out evidence that has not changed since it was last captured.</param>
    public IReadOnlyList<RolloutEvidence> CaptureEvidence(bool onlyNew) =>
        [.. All.Where(session => session.State is not null).Select(session => session.Monitor?.Capture(sync!.Node, onlyNew)).OfType<RolloutEvidence>()];

    /// <summary>The attempts whose outcomes go to the log of the fleet.</summary>
    public IReadOnlyList<FleetAttempt> OfFleet =>
        [.. All.Where(session => session.State is not null).Select(session => session.Monitor?.Fleet).OfType<FleetAttempt>()];

    /// <summary>Drops sessions of rollouts that are gone, once there are many of them: a few may come back with the next document.</summary>
    public void Forget()
    {
        if (_sessions.Count <= live.All.Length + MaxGone)
        {
            return;
        }

        foreach (var session in All.Where(session => session.State is null))
        {
            _sessions.TryRemove(session.Flag, out _);
        }
    }
}
