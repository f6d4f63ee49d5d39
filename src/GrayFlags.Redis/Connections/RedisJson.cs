using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;

namespace GrayFlags.Redis.Connections;

/// <summary>Reads what the stores have written as JSON.</summary>
internal static class RedisJson
{
    /// <summary>The part of a value that is JSON.</summary>
    public static ReadOnlySpan<byte> Behind(RedisValue value, int blanks)
    {
        ReadOnlySpan<byte> rest = (byte[])value!;
        for (var blank = 0; blank < blanks; blank++)
        {
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        }

        return rest;
    }

    /// <summary>Reads it; null when it is damaged.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> utf8Json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8Json, type);
        }
        catch (JsonException)
        {
            // The exception's own message would reveal the content.
            return null;
        }
    }
}
