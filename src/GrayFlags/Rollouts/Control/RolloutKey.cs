using GrayFlags.Bucketing;

namespace GrayFlags.Rollouts.Control;

/// <summary>The key of a rollout: its flag, ignoring case, and its id.</summary>
internal readonly record struct RolloutKey
{
    private RolloutKey(string flag, string id)
    {
        Flag = flag;
        Id = id;
    }

    /// <summary>
    /// The flag's name in upper case, as ordinal comparison ignores case elsewhere: two letters with one upper case may differ in lower case.
    /// </summary>
    public string Flag { get; }

    public string Id { get; }

    /// <summary>The same number on every machine.</summary>
    public ulong Hash => TextHash.Of($"{Flag}\n{Id}");

    public static RolloutKey Of(string flag, string id) => new(NameOf(flag), id);

    public static string NameOf(string flag) => flag.ToUpperInvariant();
}
