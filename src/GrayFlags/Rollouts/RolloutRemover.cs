using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts;

/// <summary>Takes units out of rollouts for a while. In this process at once; the store hears of it at the next step. Thread-safe.</summary>
internal sealed class RolloutRemover(SnapshotStore store, RolloutStates states)
{
    /// <summary>How many units a flag may have out at once: beyond, the one whose time is over first is let in.</summary>
    public const int MaxUnits = 100_000;

    private readonly object _gate = new();
    private readonly Dictionary<string, Dictionary<ulong, RolloutRemoval>> _flags = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RolloutRemoval> _unsaved = [];

    /// <summary>Whether the unit is out.</summary>
    public bool IsRemoved(string flag, ulong unit, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _flags.TryGetValue(flag, out var units) && units.TryGetValue(unit, out var removal) && removal.Until > now;
        }
    }

    public int CountOf(string flag)
    {
        lock (_gate)
        {
            return _flags.TryGetValue(flag, out var units) ? units.Count : 0;
        }
    }

    /// <summary>Takes a unit out, or lets it in again where its time is over.</summary>
    /// <param name="removal">The unit.</param>
    /// <param name="now">The time.</param>
    public void Add(RolloutRemoval removal, DateTimeOffset now)
    {
        lock (_gate)
        {
            _unsaved.Add(removal);
            Take(removal, now);
        }
    }

    /// <summary>Takes what a store has.</summary>
    public void Load(IEnumerable<RolloutRemoval> removals, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var flag in removals.GroupBy(removal => removal.Flag, StringComparer.OrdinalIgnoreCase))
            {
                var units = UnitsOf(flag.Key);
                foreach (var removal in flag.Where(removal => !units.TryGetValue(removal.Unit, out var known) || known.At < removal.At))
                {
                    Put(units, removal, now);
                }

                Publish(flag.Key, RemovedUnits.Of(units.Keys));
            }
        }
    }

    /// <summary>What a store has not been told yet; it is told once, or again by <see cref="PutBack"/>.</summary>
    public IReadOnlyList<RolloutRemoval> TakeUnsaved()
    {
        lock (_gate)
        {
            RolloutRemoval[] unsaved = [.. _unsaved];
            _unsaved.Clear();
            return unsaved;
        }
    }

    public void PutBack(IReadOnlyList<RolloutRemoval> unsaved)
    {
        lock (_gate)
        {
            _unsaved.InsertRange(0, unsaved);
            _unsaved.RemoveRange(0, Math.Max(0, _unsaved.Count - MaxUnits));
        }
    }

    /// <summary>Lets those in whose time is over.</summary>
    public void Expire(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (flag, units) in _flags)
            {
                var count = units.Count;
                foreach (var (unit, removal) in units)
                {
                    if (removal.Until <= now)
                    {
                        units.Remove(unit);
                    }
                }

                if (units.Count < count)
                {
                    Publish(flag, RemovedUnits.Of(units.Keys));
                }
            }
        }
    }

    private void Take(RolloutRemoval removal, DateTimeOffset now)
    {
        var units = UnitsOf(removal.Flag);
        var isFull = units.Count >= MaxUnits;
        if (isFull)
        {
            units.Remove(units.Values.MinBy(known => known.Until)!.Unit);
        }

        Put(units, removal, now);
        var before = store.Current.Rollout(removal.Flag)?.Removed;
        Publish(removal.Flag, before is not null && !isFull && units.ContainsKey(removal.Unit) ? before.With(removal.Unit) : RemovedUnits.Of(units.Keys));
    }

    private static void Put(Dictionary<ulong, RolloutRemoval> units, RolloutRemoval removal, DateTimeOffset now)
    {
        if (removal.Until > now)
        {
            units[removal.Unit] = removal;
        }
        else
        {
            units.Remove(removal.Unit);
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

    private void Publish(string flag, RemovedUnits removed)
    {
        states.Remember(flag, removed);
        store.Publish(flag, state => new RolloutState(state.Plan, state.Record, removed));
    }
}
