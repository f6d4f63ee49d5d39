using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>A complete response that output caching must not store, whatever the policies say that come after that of this package.</summary>
/// <param name="context">
/// What output caching goes by: it looks at the response once more, and only then stores it, or hands it to those who wait for it.
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

    // Compared with what is held, where the headers have been taken already: what differs is not stored.
    public override long? ContentLength { get => NoLength; set => base.ContentLength = value; }
}
