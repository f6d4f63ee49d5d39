using GrayFlags;
using GrayFlags.AspNetCore.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>The context of a request.</summary>
public static class GrayFlagsHttpContextExtensions
{
    /// <summary>
    /// Gets the context that evaluations in the request use, as built by the options of <c>AddAspNetCore</c>, for code that has a request at hand but runs
    /// outside of it. A visitor gets an id when
    /// the anonymous cookie is enabled, and the response is kept out of shared caches, as after an evaluation.
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
