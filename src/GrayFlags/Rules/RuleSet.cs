using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Plans;
using GrayFlags.Rules.Time;

namespace GrayFlags.Rules;

/// <summary>The compiled rules: every flag of the merged documents. Immutable.</summary>
internal sealed class RuleSet
{
    private readonly RuleSet? _alive;

    public RuleSet(FlagTable flags, IReadOnlyList<Expiry> expiries, string version)
        : this(flags, expiries, version, null)
    {
    }

    private RuleSet(FlagTable flags, IReadOnlyList<Expiry> expiries, string version, RuleSet? alive)
    {
        _alive = alive;
        Flags = flags;
        Expiries = expiries;
        Version = version;
        Rollouts = alive?.Rollouts ?? [.. flags.All.Where(flag => flag.Rollout is not null).Select(flag => flag.Rollout!).OrderBy(plan => plan.Index)];
    }

    public FlagTable Flags { get; }

    /// <summary>The flags that should be gone one day, the earliest first.</summary>
    public IReadOnlyList<Expiry> Expiries { get; }

    /// <summary>The rollouts of the flags, each at its index.</summary>
    public RolloutPlan[] Rollouts { get; }

    /// <summary>The documents' own version if they have one, and their fingerprint: <c>7+3f29ab10c4d2</c>.</summary>
    public string Version { get; }

    /// <summary>The same rules with nothing switched off.</summary>
    public RuleSet Alive => _alive ?? this;

    /// <summary>The same rules with this kill switch instead of the one they have. Compiles nothing, so that a kill switch waits for no document.</summary>
    /// <param name="off">The names that are off for everyone; unknown names have no effect.</param>
    /// <param name="version">The version of the rules with this kill switch.</param>
    public RuleSet With(IEnumerable<string> off, string version)
    {
        HashSet<int> places = [.. off.Select(name => Alive.Flags.Find(name)?.Place ?? -1).Where(place => place >= 0)];
        return this == Alive && places.Count == 0 && version == Version ? this : new RuleSet(Alive.Flags.Killed(places), Expiries, version, Alive);
    }
}
