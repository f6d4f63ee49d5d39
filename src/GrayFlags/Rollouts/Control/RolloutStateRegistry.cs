using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rules;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Control;

/// <summary>The records of all rollouts that were ever live or saved: a rollback is remembered even while no document has the rollout.</summary>
/// <param name="hasStore">True when there is a store, which is then read before any rollout begins.</param>
/// <param name="clock">The clock that rollouts go by: a store's or the machine's.</param>
internal sealed class RolloutStateRegistry(bool hasStore, TimeProvider clock) : IRolloutStateRegistry
{
    // Bounds the memory of ids, which come from documents; beyond it the oldest are forgotten.
    private const int MaxKnown = 20_000;

    private const string NeedsStore =
        "Without guards and without a store of rollouts the stage is a function of the clock, so that all nodes agree: give it a 'start', and only stages "
        + "that advance by 'auto' without 'minSamples' or 'window'; or configure a store.";

    private readonly object _gate = new();
    private readonly Dictionary<RolloutKey, RolloutRecord> _known = [];
    private readonly Queue<RolloutKey> _order = new();
    private readonly Dictionary<string, ExcludedUnits> _removed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True once the store was read, or when there is none: a rollout without a record is then a new one.</summary>
    public bool IsLoaded { get; set; } = !hasStore;

    /// <summary>True when stored records may be lost: a rollout without a record is then unknown, not new.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>The rollouts whose records the store has, and cannot read: unknown here, unless they were known before.</summary>
    public IReadOnlySet<RolloutKey> Unreadable { get; set; } = new HashSet<RolloutKey>();

    /// <summary>The callback after rules with rollouts went live; it starts the ticker.</summary>
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
        var ahead = (clock as FleetClock)?.Ahead ?? TimeSpan.Zero;
        lock (_gate)
        {
            return Array.ConvertAll(
                next.Rollouts, plan => new RolloutState(plan, RecordOf(live, plan), _removed.GetValueOrDefault(plan.Flag, ExcludedUnits.None), ahead));
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
        var before = live.Rollout(plan.Flag) is { } state && state.Plan.Id == plan.Id && !RolloutStateMachine.IsStandIn(state.Record)
            ? state.Record
            : null;
        var known = before ?? _known.GetValueOrDefault(RolloutKey.Of(plan.Flag, plan.Id));
        if (known is null && !IsLoaded)
        {
            return RolloutStateMachine.Unread(plan);
        }

        if (known is null && Unreadable.Contains(RolloutKey.Of(plan.Flag, plan.Id)))
        {
            return RolloutStateMachine.Unreadable(plan, clock.GetUtcNow());
        }

        var record = known is null ? RolloutStateMachine.New(plan) : StageByName.Place(plan, known);
        if (IsDamaged && record.Changes.Count == 0 && !_known.ContainsKey(RolloutKey.Of(plan.Flag, plan.Id)))
        {
            return RolloutStateMachine.Lost(plan, record, clock.GetUtcNow());
        }

        // When only the clock counts, the stage is known before the first tick. A stored rollout advances only with its store's consent.
        return IsLoaded && plan.Guards.Length == 0 && (!hasStore || record.Changes.Count == 0)
            ? RolloutStateMachine.Tick(plan, record, new RolloutInputs { Now = clock.GetUtcNow() })
            : record;
    }
}
