using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>A complete response that output caching must not store, whatever later policies decide.</summary>
/// <param name="context">
/// The output cache's context: the cache inspects the response once more, and only then stores it, or hands it to waiting requests.
/// </param>
/// <param name="inner">The response.</param>
internal sealed class UnstoredResponse(OutputCacheContext context, IHttpResponseFeature inner) : ResponseAround(inner)
{
    private const long NoLength = -1;

    public override IHeaderDictionary Headers
    {
        get
        {
            if (!context.AllowCacheStorage)
            {
                return Inner.Headers;
            }

            context.AllowCacheStorage = false;
            return base.Headers;
        }
        set => base.Headers = value;
    }

    // Compared with the buffered response, whose headers have been captured already: a different length is not stored.
    public override long? ContentLength { get => NoLength; set => base.ContentLength = value; }
}
