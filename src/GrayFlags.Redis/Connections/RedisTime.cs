using System.Globalization;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>Times and versions as scripts write them.</summary>
internal static class RedisTime
{
    private static readonly long MostMicroseconds = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A server's time: microseconds since 1970.</summary>
    public static DateTimeOffset Of(RedisValue microseconds) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(microseconds.ToString(), CultureInfo.InvariantCulture));

    /// <summary>A server's time; null for something else, or a time that .NET has not.</summary>
    public static DateTimeOffset? TryOf(string microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostMicroseconds
            ? DateTimeOffset.UnixEpoch.AddMicroseconds(number)
            : null;

    /// <summary>A number in the width in which texts compare as numbers do.</summary>
    public static string Wide(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
