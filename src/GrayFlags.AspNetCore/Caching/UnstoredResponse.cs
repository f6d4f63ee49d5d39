using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>A complete response that output caching must not store, whatever the policies say that come after that of this package.</summary>
/// <param name="context">What output caching goes by: it looks at the response once more, and only then stores it, or hands it to those who wait for it.</param>
/// <param name="inner">The response.</param>
internal sealed class UnstoredResponse(OutputCacheContext context, IHttpResponseFeature inner) : ResponseAround(inner)
{
    public override int StatusCode
    {
        get
        {
            context.AllowCacheStorage = false;
            return Inner.StatusCode;
        }
        set => Inner.StatusCode = value;
    }

    public override IHeaderDictionary Headers
    {
        get
        {
            context.AllowCacheStorage = false;
            return Inner.Headers;
        }
        set => Inner.Headers = value;
    }
}
