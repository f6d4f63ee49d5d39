using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>Knows where every rollout stands that was ever live or saved, also while no document has it: a rollback is not forgotten because a document was.</summary>
/// <param name="hasStore">Whether rollouts are kept in a store, which is then asked before any begins.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RolloutStateRegistry(bool hasStore, TimeProvider clock) : IRolloutStateRegistry
{
    // Ids come from documents, which have at most so many flags; the oldest of more are forgotten.
    private const int MaxKnown = 20_000;

    private const string NeedsStore =
        "Without guards and without a store of rollouts the stage is a function of the clock, so that all nodes agree: give it a 'start', and only stages that advance by 'auto' without 'minSamples' or 'window'; or configure a store.";

    private readonly object _gate = new();
    private readonly Dictionary<RolloutKey, RolloutRecord> _known = [];
    private readonly Queue<RolloutKey> _order = new();
    private readonly Dictionary<string, ExcludedUnits> _removed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether what is saved is known, so that a rollout without a record is a new one.</summary>
    public bool IsLoaded { get; set; } = !hasStore;

    /// <summary>True when something that was saved may be lost, so that a rollout without a record is unknown, and not a new one.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>Wakes whoever moves rollouts on: a rule set that has some went live.</summary>
    public Action OnRolloutsPublished { get; set; } = static () => { };

    public IReadOnlyList<RolloutObjection> Check(FlagSnapshot live, RuleSet next)
    {
        List<RolloutObjection> objections = [];
        foreach (var plan in next.Rollouts)
        {
            if (!hasStore && plan.Guards.Length == 0 && !plan.IsClockOnly)
            {
                objections.Add(new RolloutObjection(plan.Flag, NeedsStore));
            }

            if (live.Rollout(plan.Flag) is { } state && state.Record.Phase != RolloutPhase.Pending)
            {
                objections.AddRange(PlanChange.Check(state.Plan, plan, state.Record.Stage).Select(text => new RolloutObjection(plan.Flag, text)));
            }
        }

        return objections;
    }

    public RolloutState[] Derive(FlagSnapshot live, RuleSet next)
    {
        lock (_gate)
        {
            return Array.ConvertAll(next.Rollouts, plan => new RolloutState(plan, RecordOf(live, plan), _removed.GetValueOrDefault(plan.Flag, ExcludedUnits.None)));
        }
    }

    public void Published(FlagSnapshot live)
    {
        if (live.Rollouts.Length > 0)
        {
            OnRolloutsPublished();
        }
    }

    public RolloutRecord? Find(string flag, string id)
    {
        lock (_gate)
        {
            return _known.GetValueOrDefault(RolloutKey.Of(flag, id));
        }
    }

    public void Remember(RolloutRecord record)
    {
        var key = RolloutKey.Of(record.Flag, record.Id);
        lock (_gate)
        {
            if (!_known.ContainsKey(key))
            {
                _order.Enqueue(key);
                if (_order.Count > MaxKnown)
                {
                    _known.Remove(_order.Dequeue());
                }
            }

            _known[key] = record;
        }
    }

    public void Remember(string flag, ExcludedUnits removed)
    {
        lock (_gate)
        {
            _removed[flag] = removed;
        }
    }

    private RolloutRecord RecordOf(FlagSnapshot live, RolloutPlan plan)
    {
        var before = live.Rollout(plan.Flag) is { } state && state.Plan.Id == plan.Id && !RolloutStateMachine.IsUnread(state.Record) ? state.Record : null;
        var known = before ?? _known.GetValueOrDefault(RolloutKey.Of(plan.Flag, plan.Id));
        if (known is null && !IsLoaded)
        {
            return RolloutStateMachine.Unread(plan);
        }

        var record = known ?? RolloutStateMachine.New(plan);
        if (IsDamaged && record.Changes.Count == 0 && !_known.ContainsKey(RolloutKey.Of(plan.Flag, plan.Id)))
        {
            return RolloutStateMachine.Lost(plan, record, clock.GetUtcNow());
        }

        // Where only the clock counts, nobody has to wait for the first step to learn the stage. What a store has is moved on with its consent only.
        return IsLoaded && plan.Guards.Length == 0 && (!hasStore || record.Changes.Count == 0)
            ? RolloutStateMachine.Tick(plan, record, new RolloutInputs { Now = clock.GetUtcNow() })
            : record;
    }
}
