using System.Globalization;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>The failures of a server, in words that say what to do.</summary>
internal static class RedisFailure
{
    private const string Replica =
        "This Redis server is a read-only replica: name the primary, or all servers, in the configuration. After a failover it may take some seconds.";

    private const string Permission = "The user of Redis lacks a permission: docs/redis.md lists the commands, keys and channels that it needs.";

    // The beginning of what the server says, or a part of what the client says.
    private static readonly (string Sign, string Advice)[] Advices =
    [
        ("READONLY", Replica),
        ("not eligible for replica", Replica),
        ("cannot be issued to a replica", Replica),
        ("OOM ", "Redis has reached its maxmemory, and refuses writes: give it more memory, or remove what others keep there."),
        ("MISCONF", "Redis cannot save to its disk, and refuses writes: look at its log and the space on its disk."),
        ("NOPERM", Permission),
        ("ACL failure", Permission),
        ("executing the script can't", Permission),
        ("NOAUTH", "Redis asks for a password: set the user and the password in the configuration."),
        ("WRONGPASS", "Redis does not know the user or the password: correct them in the configuration."),
        ("LOADING", "Redis is loading its data: it answers once that is done."),
        ("MASTERDOWN", "The replica has lost its primary: name the primary, or all servers, in the configuration."),
        ("CLUSTERDOWN", "The Redis cluster is down, or has slots without a server."),
        ("NOREPLICAS", "Redis has fewer replicas than its min-replicas-to-write, and refuses writes."),
        ("Invalid stream ID", "The store needs Redis 7.0 or later."),
        ("WRONGTYPE", "A key of the store has been written by somebody else: choose another KeyPrefix, or remove that key."),
        ("DAMAGED ", "A number of the store has been overwritten by somebody else: set that field of that hash to the last number that was given, or above."),
        ("BUSY", "Redis is busy with a script that does not end, which is none of the store's."),
    ];

    /// <summary>A failure in words that say what to do; null for one that is not of the server.</summary>
    public static Exception? Of(Exception exception, TimeSpan timeout) => exception switch
    {
        RedisServerException => Refusal(exception.Message, exception),
        RedisConnectionException or RedisCommandException when AdviceOn(exception.Message) is { } advice => new IOException(advice, exception),
        RedisConnectionException => new IOException("Redis cannot be reached: check that it runs, its address, TLS, user and password.", exception),
        TimeoutException => new TimeoutException(
            string.Create(CultureInfo.InvariantCulture, $"Redis has not answered within {timeout.TotalSeconds:0.###} s, or the time-out of its connection."),
            exception),
        RedisException or RedisCommandException => new IOException("The call of Redis failed.", exception),
        ObjectDisposedException => new IOException("The connection to Redis has been disposed.", exception),
        _ => null,
    };

    /// <summary>The failure, with what is wrong with the connection.</summary>
    public static Exception With(Exception failure, string why) => failure switch
    {
        TimeoutException => new TimeoutException($"{failure.Message} {why}", failure.InnerException),
        IOException => new IOException($"{failure.Message} {why}", failure.InnerException),
        _ => failure,
    };

    /// <summary>True for the failure of a command that the user may not run.</summary>
    public static bool IsForbidden(Exception failure) =>
        failure.InnerException is RedisServerException && failure.InnerException.Message.Contains("NOPERM", StringComparison.Ordinal);

    /// <summary>True for the failure of a command on a key that is of another type than the library's.</summary>
    public static bool IsOfOtherType(Exception failure) =>
        failure.InnerException is RedisServerException && failure.InnerException.Message.Contains("WRONGTYPE", StringComparison.Ordinal);

    /// <summary>A command that the server has refused.</summary>
    public static IOException Refusal(string said, Exception? exception = null) =>
        new($"{AdviceOn(said) ?? "Redis refused a command."} It said: {said}", exception);

    private static string? AdviceOn(string message)
    {
        foreach (var (sign, advice) in Advices)
        {
            if (message.Contains(sign, StringComparison.Ordinal))
            {
                return advice;
            }
        }

        return null;
    }
}
