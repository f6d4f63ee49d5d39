using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>The rollouts of the live rules, and the records of those that no live rule has.</summary>
internal sealed class LiveRollouts
{
    private static readonly TimeSpan LeastDifference = TimeSpan.FromSeconds(1);

    private readonly SnapshotStore _snapshots;
    private readonly RolloutStateRegistry _states;

    public LiveRollouts(SnapshotStore snapshots, RolloutStateRegistry states)
    {
        _snapshots = snapshots;
        _states = states;
    }

    /// <summary>The states of all live rollouts.</summary>
    public RolloutState[] All => _snapshots.Current.Rollouts;

    /// <summary>The flag's live rollout; null when it has none.</summary>
    public RolloutState? Find(string flag) => _snapshots.Current.Rollout(flag);

    /// <summary>The live rollout of this flag and id; null when no live rule has it.</summary>
    public RolloutState? Find(string flag, string id) => Find(flag) is { } state && state.Plan.Id == id ? state : null;

    /// <summary>The live record, or the remembered one of a rollout that a document has taken away: a decision is not lost with the flag.</summary>
    public RolloutRecord? RecordOf(string flag, string id) => Find(flag, id)?.Record ?? _states.Find(flag, id);

    /// <summary>Remembers the record, and puts it into the live snapshot when its rollout is live.</summary>
    public void Publish(RolloutRecord record)
    {
        if (!RolloutStateMachine.IsStandIn(record))
        {
            _states.Remember(record);
        }

        _snapshots.Publish(
            record.Flag, state => state.Plan.Id == record.Id ? new RolloutState(state.Plan, record, state.Removed, state.ClockAhead) : state);
    }

    /// <summary>Lets shares that follow the clock go by another one than the machine's.</summary>
    /// <param name="ahead">The time by which it is ahead of the machine's.</param>
    public void FollowClock(TimeSpan ahead)
    {
        foreach (var plan in All.Where(state => IsOff(state, ahead)).Select(static state => state.Plan))
        {
            _snapshots.Publish(
                plan.Flag, state => IsOff(state, ahead) ? new RolloutState(state.Plan, state.Record, state.Removed, ahead) : state);
        }
    }

    // Nothing else than a ramp asks for the time; and a share moves little in a second, which is as well as the store's clock is known.
    private static bool IsOff(RolloutState state, TimeSpan ahead) =>
        state.Plan.Ramp is not null && (state.ClockAhead - ahead).Duration() > LeastDifference;
}
