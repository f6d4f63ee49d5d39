using GrayFlags.Rules.Lookup;

namespace GrayFlags.Rules.Counting;

/// <summary>The counts of the flags' answers, over all rule sets that have them. Thread-safe.</summary>
/// <remarks>
/// A rule set that no longer serves may still be used by a snapshot that pins it. So its counts are read together with those of the one that
/// serves, until nothing refers to it any more; only then are they added up once and for all.
/// </remarks>
internal sealed class EvaluationTotals
{
    private readonly object _gate = new();
    private readonly List<(WeakReference<FlagTable> Table, EvaluationCounts Counts)> _retired = [];
    private readonly Dictionary<string, long[]> _carried = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Switches to another rule set, which serves from now on.</summary>
    public void Retire(FlagTable before, FlagTable now)
    {
        lock (_gate)
        {
            // Counts that nobody listened to are not kept.
            if (before.Counts.IsAny)
            {
                _retired.Add((new WeakReference<FlagTable>(before), before.Counts));
            }

            Carry(now);
        }
    }

    /// <summary>Every kind of answer that the serving flags have given, with its count.</summary>
    public IReadOnlyList<(Flag Flag, int Kind, long Count)> Read(FlagTable now)
    {
        var answers = new List<(Flag, int, long)>();
        var sums = new long[EvaluationKind.Count];
        lock (_gate)
        {
            // A reader may still take for the live one what has just retired.
            var before = Carry(now);
            before.Remove(now);
            foreach (var flag in now.All)
            {
                Array.Clear(sums);
                now.Counts.AddTo(sums, flag);
                before.ForEach(table => AddTo(sums, table, flag.Name));
                if (_carried.TryGetValue(flag.Name, out var carried))
                {
                    Add(carried, sums);
                }

                for (var kind = 0; kind < sums.Length; kind++)
                {
                    if (sums[kind] > 0)
                    {
                        answers.Add((flag, kind, sums[kind]));
                    }
                }
            }
        }

        return answers;
    }

    private static void AddTo(long[] sums, FlagTable table, string name)
    {
        if (table.Find(name) is { } flag)
        {
            table.Counts.AddTo(sums, flag);
        }
    }

    private static void Add(long[] counts, long[] to)
    {
        for (var kind = 0; kind < to.Length; kind++)
        {
            to[kind] += counts[kind];
        }
    }

    // Only of flags that are still there: names that come and go must not fill the memory. Gives those that may still be asked, and keeps them so.
    private List<FlagTable> Carry(FlagTable now)
    {
        var alive = new List<FlagTable>();
        _retired.RemoveAll(retired =>
        {
            if (retired.Table.TryGetTarget(out var table))
            {
                alive.Add(table);
                return false;
            }

            foreach (var flag in retired.Counts.Flags.Where(flag => now.Find(flag.Name) is not null))
            {
                retired.Counts.AddTo(Carried(flag.Name), flag);
            }

            return true;
        });
        foreach (var name in _carried.Keys.Where(name => now.Find(name) is null).ToList())
        {
            _carried.Remove(name);
        }

        return alive;
    }

    private long[] Carried(string name)
    {
        if (!_carried.TryGetValue(name, out var sums))
        {
            sums = new long[EvaluationKind.Count];
            _carried.Add(name, sums);
        }

        return sums;
    }
}
