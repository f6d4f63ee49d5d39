using GrayFlags.Rollouts.Control;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>Excludes units from rollouts for a while: in this process at once, in the store from the next tick on. Thread-safe.</summary>
internal sealed class ExclusionRegistry(SnapshotStore store, RolloutStateRegistry states)
{
    /// <summary>The most units that a flag may exclude at once; beyond it, those that expire first are readmitted.</summary>
    public const int MaxUnits = 100_000;

    // Several at once, since each time all units are scanned.
    private const int ReadmittedAtOnce = 1_000;

    // The time for which a readmission is remembered: meanwhile the store may still return the exclusion before it.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Dictionary<ulong, RolloutRemoval>> _flags = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<RolloutRemoval> _unsaved = new();

    // Includes those whose write is under way.
    private readonly HashSet<RolloutRemoval> _notSaved = [];

    /// <summary>True while the unit is excluded.</summary>
    public bool IsExcluded(string flag, ulong unit, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _flags.TryGetValue(flag, out var units) && units.TryGetValue(unit, out var removal) && removal.Until > now;
        }
    }

    /// <summary>Excludes a unit, or readmits it when its end is in the past.</summary>
    /// <param name="removal">The exclusion.</param>
    /// <param name="now">The time.</param>
    /// <returns>The exclusion as it is stored.</returns>
    public RolloutRemoval Add(RolloutRemoval removal, DateTimeOffset now)
    {
        lock (_gate)
        {
            var units = UnitsOf(removal.Flag);
            if (units.TryGetValue(removal.Unit, out var known) && known.At >= removal.At)
            {
                // The clock was set back; the later entry still has to win.
                removal = removal with { At = known.At.AddTicks(1) };
            }

            Enqueue(removal);
            var isFull = ReadmitWhenFull(units);
            units[removal.Unit] = removal;
            var before = store.Current.Rollout(removal.Flag)?.Removed;
            Publish(removal.Flag, before is not null && !isFull && removal.Until > now ? before.With(removal.Unit) : Excluded(units, now));
            return removal;
        }
    }

    /// <summary>Merges the exclusions of a store.</summary>
    /// <param name="removals">The exclusions.</param>
    /// <param name="areAll">True when the store has no others: those that are known here, and not there, are written again.</param>
    /// <param name="now">The time.</param>
    public void Load(IReadOnlyList<RolloutRemoval> removals, bool areAll, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (areAll)
            {
                EnqueueMissing(removals, now);
            }

            foreach (var flag in removals.GroupBy(removal => removal.Flag, StringComparer.OrdinalIgnoreCase))
            {
                var units = UnitsOf(flag.Key);
                foreach (var removal in flag.Where(removal => IsOfUse(removal, now)))
                {
                    if (!units.TryGetValue(removal.Unit, out var known) || known.At < removal.At)
                    {
                        ReadmitWhenFull(units);
                        units[removal.Unit] = removal;
                    }
                }

                Publish(flag.Key, Excluded(units, now));
            }
        }
    }

    /// <summary>Removes the queued exclusions, to be written; <see cref="Requeue"/> puts them back.</summary>
    public IReadOnlyList<RolloutRemoval> TakeUnsaved()
    {
        lock (_gate)
        {
            RolloutRemoval[] unsaved = [.. _unsaved];
            _unsaved.Clear();
            return unsaved;
        }
    }

    /// <summary>Marks exclusions as stored.</summary>
    public void MarkSaved(IReadOnlyList<RolloutRemoval> saved)
    {
        lock (_gate)
        {
            _notSaved.ExceptWith(saved);
        }
    }

    /// <summary>True once the store has the exclusion.</summary>
    public bool IsSaved(RolloutRemoval removal)
    {
        lock (_gate)
        {
            return !_notSaved.Contains(removal);
        }
    }

    /// <summary>Queues exclusions whose write has failed.</summary>
    public void Requeue(IReadOnlyList<RolloutRemoval> unsaved)
    {
        lock (_gate)
        {
            // In any order: the store goes by the time of each entry.
            foreach (var removal in unsaved)
            {
                Enqueue(removal);
            }
        }
    }

    /// <summary>Readmits units whose exclusion has expired.</summary>
    public void Expire(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (flag, units) in _flags)
            {
                var count = store.Current.Rollout(flag)?.Removed.Count;
                var left = 0;
                foreach (var (unit, removal) in units)
                {
                    if (removal.Until > now)
                    {
                        left++;
                    }
                    else if (removal.At + Memory <= now)
                    {
                        units.Remove(unit);
                    }
                }

                if (count is not null && left != count)
                {
                    Publish(flag, Excluded(units, now));
                }
            }
        }
    }

    private static bool IsOfUse(RolloutRemoval removal, DateTimeOffset now) => removal.Until > now || removal.At + Memory > now;

    private static bool ReadmitWhenFull(Dictionary<ulong, RolloutRemoval> units)
    {
        if (units.Count < MaxUnits)
        {
            return false;
        }

        foreach (var removal in units.Values.OrderBy(removal => removal.Until).Take(ReadmittedAtOnce).ToList())
        {
            units.Remove(removal.Unit);
        }

        return true;
    }

    private static ExcludedUnits Excluded(Dictionary<ulong, RolloutRemoval> units, DateTimeOffset now) =>
        ExcludedUnits.Of(units.Values.Where(removal => removal.Until > now).Select(removal => removal.Unit));

    // A failover, an older copy or an empty store has forgotten them.
    private void EnqueueMissing(IReadOnlyList<RolloutRemoval> stored, DateTimeOffset now)
    {
        if (_flags.Count == 0)
        {
            return;
        }

        var times = stored
            .GroupBy(static removal => (Flag: removal.Flag.ToUpperInvariant(), removal.Unit))
            .ToDictionary(static unit => unit.Key, static unit => unit.Max(static removal => removal.At));
        foreach (var (flag, units) in _flags)
        {
            var key = flag.ToUpperInvariant();
            foreach (var (unit, removal) in units)
            {
                var isStored = times.TryGetValue((key, unit), out var at) && at >= removal.At;
                if (!isStored && IsOfUse(removal, now) && !_notSaved.Contains(removal))
                {
                    Enqueue(removal);
                }
            }
        }
    }

    // Bounded: a store that is down for long loses the oldest entries.
    private void Enqueue(RolloutRemoval removal)
    {
        _unsaved.Enqueue(removal);
        _notSaved.Add(removal);
        if (_unsaved.Count > MaxUnits)
        {
            _notSaved.Remove(_unsaved.Dequeue());
        }
    }

    private Dictionary<ulong, RolloutRemoval> UnitsOf(string flag)
    {
        if (!_flags.TryGetValue(flag, out var units))
        {
            _flags[flag] = units = [];
        }

        return units;
    }

    private void Publish(string flag, ExcludedUnits removed)
    {
        states.Remember(flag, removed);
        store.Publish(flag, state => new RolloutState(state.Plan, state.Record, removed, state.ClockAhead));
    }
}
