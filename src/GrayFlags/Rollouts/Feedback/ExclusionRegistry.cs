using GrayFlags.Rollouts.Control;
using GrayFlags.Rules.Plans;
using GrayFlags.Snapshots;

namespace GrayFlags.Rollouts.Feedback;

/// <summary>Takes units out of rollouts for a while. In this process at once; the store hears of it at the next step. Thread-safe.</summary>
internal sealed class ExclusionRegistry(SnapshotStore store, RolloutStateRegistry states)
{
    /// <summary>How many units a flag may have out at once: beyond, those whose time is over first are let in.</summary>
    public const int MaxUnits = 100_000;

    // Several at once, since each time all of them are looked through.
    private const int LetInAtOnce = 1_000;

    // How long the word is kept that a unit is in again: until then the store may still give what was said before.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Dictionary<ulong, RolloutRemoval>> _flags = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<RolloutRemoval> _unsaved = new();

    // Also those that are being saved just now.
    private readonly HashSet<RolloutRemoval> _unkept = [];

    /// <summary>Whether the unit is out.</summary>
    public bool IsRemoved(string flag, ulong unit, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _flags.TryGetValue(flag, out var units) && units.TryGetValue(unit, out var removal) && removal.Until > now;
        }
    }

    /// <summary>Takes a unit out, or lets it in again where its time is over.</summary>
    /// <param name="removal">The unit.</param>
    /// <param name="now">The time.</param>
    /// <returns>What the store is told of it.</returns>
    public RolloutRemoval Add(RolloutRemoval removal, DateTimeOffset now)
    {
        lock (_gate)
        {
            var units = UnitsOf(removal.Flag);
            if (units.TryGetValue(removal.Unit, out var known) && known.At >= removal.At)
            {
                // The clock was set back; the later word has to be told from the earlier one all the same.
                removal = removal with { At = known.At.AddTicks(1) };
            }

            Enqueue(removal);
            var isFull = LetInWhereFull(units);
            units[removal.Unit] = removal;
            var before = store.Current.Rollout(removal.Flag)?.Removed;
            Publish(removal.Flag, before is not null && !isFull && removal.Until > now ? before.With(removal.Unit) : Removed(units, now));
            return removal;
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
                foreach (var removal in flag.Where(removal => removal.Until > now || removal.At + Memory > now))
                {
                    if (!units.TryGetValue(removal.Unit, out var known) || known.At < removal.At)
                    {
                        LetInWhereFull(units);
                        units[removal.Unit] = removal;
                    }
                }

                Publish(flag.Key, Removed(units, now));
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

    /// <summary>A store has taken them.</summary>
    public void Kept(IReadOnlyList<RolloutRemoval> saved)
    {
        lock (_gate)
        {
            _unkept.ExceptWith(saved);
        }
    }

    /// <summary>False while no store is known to have it.</summary>
    public bool IsKept(RolloutRemoval removal)
    {
        lock (_gate)
        {
            return !_unkept.Contains(removal);
        }
    }

    public void PutBack(IReadOnlyList<RolloutRemoval> unsaved)
    {
        lock (_gate)
        {
            // In any order: the store goes by the time of each word.
            foreach (var removal in unsaved)
            {
                Enqueue(removal);
            }
        }
    }

    /// <summary>Lets those in whose time is over.</summary>
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
                    Publish(flag, Removed(units, now));
                }
            }
        }
    }

    private static bool LetInWhereFull(Dictionary<ulong, RolloutRemoval> units)
    {
        if (units.Count < MaxUnits)
        {
            return false;
        }

        foreach (var removal in units.Values.OrderBy(removal => removal.Until).Take(LetInAtOnce).ToList())
        {
            units.Remove(removal.Unit);
        }

        return true;
    }

    private static ExcludedUnits Removed(Dictionary<ulong, RolloutRemoval> units, DateTimeOffset now) => ExcludedUnits.Of(units.Values.Where(removal => removal.Until > now).Select(removal => removal.Unit));

    // A store that is away for long is not waited for without end: the oldest words are lost to it first.
    private void Enqueue(RolloutRemoval removal)
    {
        _unsaved.Enqueue(removal);
        _unkept.Add(removal);
        if (_unsaved.Count > MaxUnits)
        {
            _unkept.Remove(_unsaved.Dequeue());
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
        store.Publish(flag, state => new RolloutState(state.Plan, state.Record, removed));
    }
}
