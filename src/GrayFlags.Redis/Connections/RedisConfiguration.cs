using GrayFlags.Engines;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>Reads configuration strings.</summary>
internal static class RedisConfiguration
{
    private const int KeepAliveSeconds = 5;

    // Those that people write; a name that is near to one of them is a slip.
    private static readonly string[] Keywords =
    [
        "password", "user", "ssl", "sslHost", "sslProtocols", "checkCertificateRevocation", "abortConnect", "allowAdmin", "asyncTimeout", "syncTimeout",
        "connectTimeout", "connectRetry", "keepAlive", "defaultDatabase", "name", "serviceName", "channelPrefix", "configChannel", "configCheckSeconds",
        "resolveDns", "proxy", "protocol", "version", "tieBreaker", "tunnel", "setlib", "highIntegrity",
    ];

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
        catch (Exception exception) when (IsOfText(exception))
        {
            throw Unreadable(ProblemOf(configuration));
        }

        return options.EndPoints.Count == 0
            ? throw Unreadable(null)
            : Prepare(options, timeout, hasKeepAlive: configuration.Contains("keepAlive", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Sets what the stores need.</summary>
    public static ConfigurationOptions Prepare(ConfigurationOptions options, TimeSpan timeout, bool hasKeepAlive)
    {
        // A server that is down when the app starts is waited for.
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)timeout.TotalMilliseconds;
        options.ClientName ??= "GrayFlags";
        if (!hasKeepAlive)
        {
            // The default is a minute, which is too long to notice a connection that is dead.
            options.KeepAlive = KeepAliveSeconds;
        }

        return options;
    }

    /// <summary>The entry of a configuration string that cannot be read, in words that have no value; null when it is not known which one.</summary>
    public static string? ProblemOf(string configuration)
    {
        var entries = configuration.Split(',');
        for (var entry = 0; entry < entries.Length; entry++)
        {
            if (entries[entry].IndexOf('=', StringComparison.Ordinal) is > 0 and var end && !CanBeRead(entries[entry]))
            {
                return EngineKeywords.Problem(entry + 1, entries[entry][..end], Keywords);
            }
        }

        return null;
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

    private static bool CanBeRead(string entry)
    {
        try
        {
            ConfigurationOptions.Parse(entry);
            return true;
        }
        catch (Exception exception) when (IsOfText(exception))
        {
            return false;
        }
    }

    private static bool IsOfText(Exception exception) =>
        exception is ArgumentException or FormatException or InvalidOperationException or OverflowException;

    private static ArgumentException Unreadable(string? problem) => new(
        $"The {nameof(RedisOptions.Configuration)} cannot be read{(problem is null ? "" : $": {problem}")}. " +
        "It is a list such as 'redis:6379,user=grayflags,password=...,ssl=true'; a password " +
        "with a comma has to be given by an IConnectionMultiplexer of the app's.");
}
