using GrayFlags;
using GrayFlags.AspNetCore.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>The context of a request.</summary>
public static class GrayFlagsHttpContextExtensions
{
    /// <summary>
    /// The context by which flags are asked for in the request, as the options of <c>AddAspNetCore</c> build it: for code that has a request but is not
    /// called by it. A visitor gets an id where
    /// there is an anonymous cookie, and the response is kept out of shared caches, as by asking for a flag.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <returns>The context; the same one until the user changes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAspNetCore</c> was not called.</exception>
    public static GrayContext GetGrayContext(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);

        return http.RequestServices.GetRequiredService<GrayRequests>().Of(http).ContextOf(http);
    }
}
