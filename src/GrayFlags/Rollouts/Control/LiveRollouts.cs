using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>The rollouts of the live rules, and the records of those that no live rule has.</summary>
internal sealed class LiveRollouts
{
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

        _snapshots.Publish(record.Flag, state => state.Plan.Id == record.Id ? new RolloutState(state.Plan, record, state.Removed) : state);
    }
}
