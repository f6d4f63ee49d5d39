using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Keeps output caching away, whatever the app's policies for all endpoints say: a stream that is stored holds back everybody else for ever.</summary>
internal sealed class OfrepNoCache : IOutputCachePolicy
{
    public static OfrepNoCache Instance { get; } = new();

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = false;
        context.AllowCacheLookup = false;
        context.AllowCacheStorage = false;
        context.AllowLocking = false;
        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = false;
        return default;
    }
}
