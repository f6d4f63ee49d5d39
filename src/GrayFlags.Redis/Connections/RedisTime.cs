using System.Globalization;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>Times and versions as scripts write them.</summary>
internal static class RedisTime
{
    /// <summary>A server's time: microseconds since 1970.</summary>
    public static DateTimeOffset Of(RedisValue microseconds) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(microseconds.ToString(), CultureInfo.InvariantCulture));

    /// <summary>A number in the width in which texts compare as numbers do.</summary>
    public static string Wide(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
