using System.Globalization;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Beside all policies of the app: what a flag decided is stored only where the flag is a part of the key, and what was asked with an override
/// never.</summary>
internal sealed class FlagCachePolicy(GrayRequests requests, RequestFlags flags) : IOutputCachePolicy
{
    private const string Override = "GrayFlags.Override";

    private long _overridden;

    // Not by turning the look-up off, which a policy after this one turns on again: under a key that is nobody else's, nothing is found.
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellationToken)
    {
        if (requests.Of(context.HttpContext).IsOverridden)
        {
            context.CacheVaryByRules.VaryByValues[Override] = Interlocked.Increment(ref _overridden).ToString(CultureInfo.InvariantCulture);
        }

        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellationToken) => default;

    // Called when the response is complete, and what was asked for it is known.
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellationToken)
    {
        var http = context.HttpContext;
        var request = requests.Of(http);
        if (request.IsOverridden || (request.IsAsked && http.Features.Get<FlagCacheKey>()?.IsStillThatOf(http, flags) != true))
        {
            context.AllowCacheStorage = false;
        }
        else
        {
            // A policy after this one takes it for a cookie, which a stored response must not have.
            request.Unmark(http);
        }

        return default;
    }
}
