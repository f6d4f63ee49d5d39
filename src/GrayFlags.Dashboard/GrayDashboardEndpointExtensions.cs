using System.Diagnostics.CodeAnalysis;
using GrayFlags.Dashboard.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the dashboard.</summary>
public static class GrayDashboardEndpointExtensions
{
    /// <summary>Maps the pages of the dashboard and the operations API (<c>api/…</c>) under a path.</summary>
    /// <remarks>
    /// Every endpoint asks for its policy itself, so that no order of middleware opens it. The result takes further conventions, such as <c>RequireHost</c> and
    /// <c>RequireRateLimiting</c>; <c>AllowAnonymous</c> on it opens nothing.
    /// </remarks>
    /// <param name="endpoints">The app, or a group.</param>
    /// <param name="path">The path. Default: <c>/flags</c>.</param>
    /// <returns>A builder that takes conventions for all endpoints.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDashboard</c> was not called.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options open nothing: there is no policy for reading.</exception>
    public static IEndpointConventionBuilder MapGrayDashboard(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string path = "/flags")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);

        var site = endpoints.ServiceProvider.GetService<DashboardSite>()
            ?? throw new InvalidOperationException("MapGrayDashboard needs builder.Services.AddGrayFlags().AddDashboard(o => o.ReadPolicy = \"flags.read\").");
        return DashboardEndpoints.Map(endpoints.MapGroup(path), site);
    }
}
