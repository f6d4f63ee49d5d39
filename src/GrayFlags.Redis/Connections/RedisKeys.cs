using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>The keys and channels. All of one name have the same hash tag, so that a script may use them together in a cluster.</summary>
internal sealed class RedisKeys(string prefix, string name)
{
    private readonly string _start = $"{prefix}:{{{Escape(name)}}}:";

    public RedisKey Records => Rollouts("records");

    public RedisKey Log => Rollouts("log");

    public RedisKey Counters => Rollouts("counters");

    public RedisKey Checkpoints => Rollouts("checkpoints");

    public RedisKey CheckpointsByPosition => Rollouts("checkpoints:order");

    public RedisKey Removals => Rollouts("removals");

    public RedisKey RemovalsByNumber => Rollouts("removals:order");

    public RedisKey RemovalsByEnd => Rollouts("removals:end");

    public string RolloutsChanged => $"{_start}rollouts:changed";

    public RedisKey Revisions => Documents("revisions");

    public RedisKey Texts => Documents("texts");

    public RedisKey Members => Documents("members");

    public RedisKey MembersByTime => Documents("members:seen");

    public string DocumentChanged => $"{_start}document:changed";

    /// <summary>The channel on which one process hears itself.</summary>
    public string Echo(Guid process) => $"{_start}echo:{process:N}";

    /// <summary>The last sequence of a process whose batches are in the log.</summary>
    public RedisKey Sequence(long member) => Rollouts(FormattableString.Invariant($"sequence:{member}"));

    private RedisKey Rollouts(string part) => $"{_start}rollouts:{part}";

    private RedisKey Documents(string part) => $"{_start}document:{part}";

    // A tag ends at the first closing brace, and one that is empty is none.
    private static string Escape(string name) => name
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("{", "%7B", StringComparison.Ordinal)
        .Replace("}", "%7D", StringComparison.Ordinal);
}
