using GrayFlags.Engines;

namespace GrayFlags;

/// <summary>Options of <see cref="GrayFlagsBuilderRedisExtensions.AddRedis"/> and of the stores that it adds.</summary>
public sealed class RedisOptions
{
    /// <summary>
    /// The configuration string of StackExchange.Redis. Default: null for the app's own <see cref="StackExchange.Redis.IConnectionMultiplexer"/>, a service.
    /// Its password appears in no message.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>The beginning of every key and channel, without braces, control characters or <c>*?[]\</c>. Default: <c>grayflags</c>.</summary>
    public string KeyPrefix { get; set; } = "grayflags";

    /// <summary>
    /// The name of the document, and the namespace of the rollouts: instances with the same one are a fleet. Of 1 to 194 characters without control
    /// characters, not ending with <c>.off</c> or <c>.usage</c>. Default: <c>default</c>.
    /// </summary>
    public string Document { get; set; } = "default";

    /// <summary>The longest time that one call may take, from 100 milliseconds to a minute. Default: 5 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of the database; in a cluster there is only 0. Default: -1 for the one that the connection names.</summary>
    public int Database { get; set; } = -1;

    /// <summary>Copies the options, so that a later change has no effect.</summary>
    internal RedisOptions Copy() => (RedisOptions)MemberwiseClone();

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option has a value that is not allowed.</exception>
    internal RedisOptions Validate()
    {
        if (string.IsNullOrEmpty(KeyPrefix) || KeyPrefix.Length > 100 || KeyPrefix.Any(IsForbidden))
        {
            throw new ArgumentException($@"The {nameof(KeyPrefix)} must have 1 to 100 characters, none of them a control character or one of {{}}*?[]\.");
        }

        EngineText.ThrowIfNotName(Document);
        if (CommandTimeout < TimeSpan.FromMilliseconds(100) || CommandTimeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"The {nameof(CommandTimeout)} is {CommandTimeout}: it must be from 100 milliseconds to a minute.");
        }

        return Database >= -1 ? this : throw new ArgumentException($"The {nameof(Database)} is {Database}: it must be -1 or more.");
    }

    private static bool IsForbidden(char letter) => char.IsControl(letter) || letter is '{' or '}' or '*' or '?' or '[' or ']' or '\\';
}
