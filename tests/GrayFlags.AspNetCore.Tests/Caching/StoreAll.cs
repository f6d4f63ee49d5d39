using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Tests.Caching;

/// <summary>A policy in the place of the default one, which stores whatever it is given.</summary>
internal sealed class StoreAll : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellationToken)
    {
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage) = (true, true, true);
        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellationToken) => default;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellationToken) => default;
}
