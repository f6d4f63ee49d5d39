using GrayFlags.Rollouts.Feedback;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Rollouts.Control;

/// <summary>The parts that move an evaluator's rollouts, put together. Disposed, they flush to the store and stop.</summary>
internal sealed class RolloutServices : IDisposable
{
    private readonly RolloutTicker _ticker;
    private readonly IDisposable? _watch;

    public RolloutServices(
        SnapshotStore snapshots,
        RolloutStateRegistry states,
        IRolloutStore? store,
        string node,
        TimeProvider machine,
        FleetClock? fleetClock,
        RolloutMetrics metrics,
        ILogger logger)
    {
        var clock = fleetClock ?? machine;
        var sync = store is null ? null : new RolloutSync(store, node, clock, logger);
        var fleet = store is IRolloutLog log && fleetClock is not null ? new FleetNode(log, fleetClock, sync!) : null;
        Events = new ChangeEvents(logger);
        Live = new LiveRollouts(snapshots, states);
        Sessions = new RolloutSessions(Live, store, sync, fleet, new RolloutAudit(metrics, Events, logger), clock, logger);
        Exclusions = new ExclusionRegistry(snapshots, states);
        ExclusionStore = new ExclusionStore(Exclusions, sync, Sessions.Gate, clock);
        Commands = new RolloutCommands(Sessions, Live, states, store, sync, clock, logger);
        var loader = sync is null ? null : new RolloutLoader(store!, sync, Sessions, Live, states, Exclusions, fleetClock, logger);
        _ticker = new RolloutTicker(Sessions, Live, states, Exclusions, sync, fleet, loader, clock, logger);
        _watch = (store as IRolloutLog)?.Watch(() =>
        {
            sync!.Call();
            _ticker.Wake();
        });
        Clock = clock;
    }

    /// <summary>The queue from which subscribers learn of steps.</summary>
    public ChangeEvents Events { get; }

    public LiveRollouts Live { get; }

    public RolloutSessions Sessions { get; }

    /// <summary>The units that were excluded.</summary>
    public ExclusionRegistry Exclusions { get; }

    public ExclusionStore ExclusionStore { get; }

    public RolloutCommands Commands { get; }

    /// <summary>The clock that rollouts go by: the store's in a fleet, else the machine's.</summary>
    public TimeProvider Clock { get; }

    public void Dispose()
    {
        _watch?.Dispose();
        _ticker.Dispose();
    }
}
