using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Ofrep;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints for clients in other languages and in browsers.</summary>
public static class GrayFlagsOfrepExtensions
{
    /// <summary>
    /// Maps the OpenFeature Remote Evaluation Protocol (OFREP 0.3.0): <c>POST /ofrep/v1/evaluate/flags</c>, <c>POST /ofrep/v1/evaluate/flags/{key}</c> and
    /// <c>GET /ofrep/v1/events</c>.
    /// </summary>
    /// <remarks>
    /// By default only flags with <c>"clientSide": true</c> exist here, and the user is the request's own. An evaluation is neither an exposure nor an outcome.
    /// </remarks>
    /// <param name="endpoints">The app, or a group of its own with authorization, CORS or a rate limit.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>A builder that takes conventions for all endpoints.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddAspNetCore</c> was not called. Thrown by the start of the host: the options open what needs authorization.
    /// </exception>
    public static IEndpointConventionBuilder MapGrayOfrep(this IEndpointRouteBuilder endpoints, Action<GrayOfrepOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        var options = new GrayOfrepOptions();
        configure?.Invoke(options);
        return OfrepEndpoints.Map(endpoints, options);
    }
}
