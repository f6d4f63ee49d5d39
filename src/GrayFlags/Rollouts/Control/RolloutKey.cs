namespace GrayFlags.Rollouts.Control;

/// <summary>By what a rollout is known: its flag, ignoring case, and its id.</summary>
internal readonly record struct RolloutKey
{
    private RolloutKey(string flag, string id)
    {
        Flag = flag;
        Id = id;
    }

    /// <summary>
    /// The flag's name in upper case, which is how case is ignored elsewhere: two letters that are one in upper case may be two in lower case.
    /// </summary>
    public string Flag { get; }

    public string Id { get; }

    public static RolloutKey Of(string flag, string id) => new(NameOf(flag), id);

    public static string NameOf(string flag) => flag.ToUpperInvariant();
}
