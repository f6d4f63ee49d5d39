using System.Numerics;
using System.Runtime.CompilerServices;
using GrayFlags.Rules.Counting;

namespace GrayFlags.Rules.Lookup;

/// <summary>The flags by name: ordinal first, ignoring case only on a miss.</summary>
/// <remarks>
/// Open addressing at a load of at most one half. A frozen dictionary takes longer to ask, because the ends of its loops over names of
/// many lengths are mispredicted, and far longer to build: see benchmarks/README.md.
/// </remarks>
internal sealed class FlagTable
{
    // At a load of one half, longer probes do not occur by chance. Names crafted to collide get the slower look-up.
    private const int MaxProbes = 64;

    private readonly Entry[] _entries;
    private readonly Dictionary<string, Flag> _others = new(StringComparer.Ordinal);
    private readonly Flag[] _flags;
    private readonly Dictionary<string, int> _places;
    private Flag[]? _byName;
    private Flag[]? _clientSide;

    /// <param name="flags">The flags.</param>
    /// <param name="places">Where in the list the flag of a name stands, ignoring case.</param>
    public FlagTable(Flag[] flags, Dictionary<string, int> places)
    {
        _flags = flags;
        _places = places;
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, _flags.Length * 2))];
        var cells = 0;
        for (var place = 0; place < flags.Length; place++)
        {
            flags[place].TakePlace(place, cells);
            cells += EvaluationCounters.CountOf(flags[place]);
            Add(flags[place]);
        }

        Counts = new EvaluationCounts(flags, cells);
    }

    public static FlagTable Empty { get; } = new([], []);

    public IReadOnlyCollection<Flag> All => _flags;

    /// <summary>The flags by their places. Must not be changed.</summary>
    public Flag[] ByPlace => _flags;

    /// <summary>The counts of the flags' answers.</summary>
    public EvaluationCounts Counts { get; }

    /// <summary>The flags in the order of their names. Must not be changed.</summary>
    /// <param name="isClientSide">True for those only that browsers may see.</param>
    public Flag[] ByName(bool isClientSide)
    {
        _byName ??= [.. _flags.OrderBy(static flag => flag.Name, StringComparer.Ordinal)];
        return isClientSide ? _clientSide ??= [.. _byName.Where(static flag => flag.IsClientSide)] : _byName;
    }

    public Flag? Find(string? name) => Find(name, out _);

    /// <summary>The same flags, with those at these places off for everyone.</summary>
    public FlagTable Killed(HashSet<int> places) => new([.. _flags.Select(flag => flag.Copy(places.Contains(flag.Place)))], _places);

    /// <param name="name">The name that was asked for.</param>
    /// <param name="quick">The flag's own; here, because it is one cache line less to read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Flag? Find(string? name, out FastPath quick)
    {
        if (name is null || !ShortName.Fits(name))
        {
            return FindOther(name, out quick);
        }

        var text = new ShortName(name);
        var hash = text.Hash();
        var entries = _entries;
        for (uint slot = (uint)hash, end = slot + MaxProbes; slot != end; slot++)
        {
            ref var entry = ref entries[slot & (uint)(entries.Length - 1)];
            if (entry.Flag is null)
            {
                break;
            }

            if (entry.Hash == hash && entry.Name.Length == name.Length && text.Equals(new ShortName(entry.Name)))
            {
                quick = entry.Quick;
                return entry.Flag;
            }
        }

        return FindOther(name, out quick);
    }

    // Names are unique ignoring case, so the last look-up finds every flag, also those that the others had no room for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Flag? FindOther(string? name, out FastPath quick)
    {
        Flag? flag = null;
        if (name is not null && !_others.TryGetValue(name, out flag))
        {
            flag = _places.TryGetValue(name, out var place) ? _flags[place] : null;
        }

        quick = flag?.Quick ?? default;
        return flag;
    }

    private void Add(Flag flag)
    {
        if (!ShortName.Fits(flag.Name))
        {
            _others.Add(flag.Name, flag);
            return;
        }

        var hash = new ShortName(flag.Name).Hash();
        for (uint probes = 0; probes < MaxProbes; probes++)
        {
            ref var entry = ref _entries[((uint)hash + probes) & (uint)(_entries.Length - 1)];
            if (entry.Flag is null)
            {
                entry = new Entry { Hash = hash, Name = flag.Name, Flag = flag, Quick = flag.Quick };
                return;
            }
        }
    }

    private struct Entry
    {
        public ulong Hash;
        public string Name;
        public Flag Flag;
        public FastPath Quick;
    }
}
