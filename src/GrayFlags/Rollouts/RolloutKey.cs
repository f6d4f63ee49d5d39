namespace GrayFlags.Rollouts;

/// <summary>By what a rollout is known: its flag, ignoring case, and its id.</summary>
internal readonly record struct RolloutKey
{
    private RolloutKey(string flag, string id)
    {
        Flag = flag;
        Id = id;
    }

    /// <summary>The flag's name in lower case.</summary>
    public string Flag { get; }

    public string Id { get; }

    public static RolloutKey Of(string flag, string id) => new(flag.ToLowerInvariant(), id);
}
