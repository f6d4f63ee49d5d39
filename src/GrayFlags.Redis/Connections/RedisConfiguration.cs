using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>Reads configuration strings.</summary>
internal static class RedisConfiguration
{
    private const int KeepAliveSeconds = 5;

    /// <summary>Reads a configuration string. Its text is in no message: a misplaced comma would show a part of the password.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    /// <param name="configuration">The string.</param>
    /// <param name="timeout">The longest time of a call, which the client then has as well.</param>
    public static ConfigurationOptions Parse(string configuration, TimeSpan timeout)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(configuration);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            throw Unreadable();
        }

        if (options.EndPoints.Count == 0)
        {
            throw Unreadable();
        }

        // A server that is down when the app starts is waited for.
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)timeout.TotalMilliseconds;
        options.ClientName ??= "GrayFlags";
        if (!configuration.Contains("keepAlive", StringComparison.OrdinalIgnoreCase))
        {
            // The default is a minute, which is too long to notice a connection that is dead.
            options.KeepAlive = KeepAliveSeconds;
        }

        return options;
    }

    /// <summary>The prefix that the client puts before the channels that it names.</summary>
    public static string ChannelPrefixOf(IConnectionMultiplexer multiplexer)
    {
        try
        {
            return (string?)ConfigurationOptions.Parse(multiplexer.Configuration, ignoreUnknown: true).ChannelPrefix ?? "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    private static ArgumentException Unreadable() => new(
        $"The {nameof(RedisOptions.Configuration)} cannot be read. It is a list such as 'redis:6379,user=grayflags,password=...,ssl=true'; a password " +
        "with a comma has to be given by an IConnectionMultiplexer of the app's.");
}
