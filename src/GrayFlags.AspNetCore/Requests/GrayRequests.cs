using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Finds what a request knows of itself, in its features.</summary>
internal sealed class GrayRequests(RequestContextBuilder builder)
{
    /// <summary>Made at the start of the request, so that later only reads happen, from whichever thread.</summary>
    public GrayRequest Begin(HttpContext http)
    {
        var request = new GrayRequest(http, builder);
        http.Features.Set(request);
        return request;
    }

    /// <summary>The request; made now where nobody began it, as with a context made by hand.</summary>
    public GrayRequest Of(HttpContext http) => http.Features.Get<GrayRequest>() ?? Begin(http);
}
