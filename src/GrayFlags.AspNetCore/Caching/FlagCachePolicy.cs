using System.Globalization;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Complements the app's policies: a response that depends on a flag is stored only when the flag is part of the key, and a response with an
/// override never.</summary>
internal sealed class FlagCachePolicy(GrayRequests requests, RequestFlags flags) : IOutputCachePolicy
{
    private const string Override = "GrayFlags.Override";

    private long _overridden;

    // Not by disabling the lookup, which a later policy could enable again: under a unique key, nothing is found.
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellationToken)
    {
        if (requests.Of(context.HttpContext).IsOverridden)
        {
            context.CacheVaryByRules.VaryByValues[Override] = Interlocked.Increment(ref _overridden).ToString(CultureInfo.InvariantCulture);
        }

        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellationToken) => default;

    // Called when the response is complete, and its evaluations are known.
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellationToken)
    {
        var http = context.HttpContext;
        var request = requests.Of(http);
        if (request.IsOverridden || (request.IsAsked && !IsStoredByFlags(http, request)))
        {
            context.AllowCacheStorage = false;
            http.Features.Set<IHttpResponseFeature>(new UnstoredResponse(context, http.Features.GetRequiredFeature<IHttpResponseFeature>()));
        }

        return default;
    }

    // What bears a cookie is one person's, also where no policy of the app looks for it.
    private bool IsStoredByFlags(HttpContext http, GrayRequest request) =>
        http.Features.Get<FlagCacheKey>()?.IsStillThatOf(http, request, flags) == true && http.Response.Headers.SetCookie.Count == 0;
}
