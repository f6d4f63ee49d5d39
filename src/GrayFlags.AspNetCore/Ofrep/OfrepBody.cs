using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Reads who asks: the context of a body, and the request around it.</summary>
internal static class OfrepBody
{
    private const string Region = "region";

    public static async Task<(GrayContext? Context, OfrepFailure? Failure)> ReadAsync(HttpContext http, GrayOfrepOptions options)
    {
        using var buffer = new PooledBuffer();
        if (!await TryReadAsync(http, buffer, options.MaxBodyBytes).ConfigureAwait(false))
        {
            return (null, OfrepFailure.TooLarge(options.MaxBodyBytes));
        }

        var attributes = new OfrepAttributes(options);
        return attributes.Read(buffer.Written.Span) is { } failure ? (null, failure) : (Context(http, attributes.Given, options), null);
    }

    private static async Task<bool> TryReadAsync(HttpContext http, PooledBuffer buffer, int max)
    {
        if (http.Request.ContentLength > max)
        {
            return false;
        }

        while (true)
        {
            var read = await http.Request.Body.ReadAsync(buffer.GetMemory(), http.RequestAborted).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            buffer.Advance(read);
            if (buffer.Written.Length > max)
            {
                return false;
            }
        }
    }

    private static GrayContext Context(HttpContext http, Dictionary<string, GrayValue> given, GrayOfrepOptions options)
    {
        if (options.Context == OfrepContext.FromBody)
        {
            given.Remove(OfrepAttributes.TargetingKey, out var key);
            return new GrayContext(key.AsString(), given) { Region = given.GetValueOrDefault(Region).AsString() };
        }

        var own = http.GetGrayContext();
        if (given.Count == 0)
        {
            return own;
        }

        var all = given.Concat(own.AttributeNames.Select(name => KeyValuePair.Create(name, own[name])));
        return new GrayContext(own.UserId, all) { Region = own.Region ?? given.GetValueOrDefault(Region).AsString(), AnonymousSince = own.AnonymousSince };
    }
}
