using System.Diagnostics.CodeAnalysis;
using GrayFlags;
using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Shadowing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gates and upgrades of endpoints.</summary>
public static class GrayFlagsEndpointExtensions
{
    private const string HandlersAreReflected =
        "Handlers are bound by reflection, as those of MapGet are; use the overload that takes two endpoints, or RequestDelegates.";

    /// <summary>Makes an endpoint, or all of a group, exist only for users with a flag on. Decided by routing, before authorization.</summary>
    /// <typeparam name="TBuilder">The builder.</typeparam>
    /// <param name="builder">The result of <c>MapGet</c>, <c>MapGroup</c>, <c>MapControllers</c>, <c>MapRazorPages</c> and similar.</param>
    /// <param name="flag">The flag's name; a flag that does not exist is off.</param>
    /// <param name="enabled">False to require that the flag is off. Two endpoints on one route may have one half each.</param>
    /// <param name="otherwise">
    /// The answer of the closed gate, for example <c>Results.StatusCode(503).ExecuteAsync</c>. Default: the answer from the options, or else 404, as if the
    /// endpoint did not exist.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> is null or empty.</exception>
    public static TBuilder RequireGrayFlag<TBuilder>(this TBuilder builder, string flag, bool enabled = true, RequestDelegate? otherwise = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(flag);

        var gate = new RequireGrayFlagAttribute(flag, enabled) { Otherwise = otherwise };
        builder.Add(endpoint =>
        {
            GateRegistration.Check(endpoint, flag);
            endpoint.Metadata.Add(gate);
        });
        return builder;
    }

    /// <summary>
    /// Shadows an endpoint: for a share of the requests with the flag off, it runs again with the flag on, in the background on a copy of the request, after
    /// the response was sent. Shows the
    /// effect of the upgraded version of an <c>AddGrayService</c>. The answer is discarded after a comparison; differences are counted
    /// (<c>grayflags.shadows</c>) and logged.
    /// </summary>
    /// <remarks>Only for endpoints without side effects while the flag is on; see <see cref="GrayUpgradeBuilder{TBuilder}.WithShadow"/>.</remarks>
    /// <typeparam name="TBuilder">The builder.</typeparam>
    /// <param name="builder">The result of <c>MapGet</c>, <c>MapGroup</c> and similar.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="share">The share of requests, 0 to 1.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="flag"/> is null or empty, <paramref name="share"/> is not from 0 to 1, or an option is out of its range.
    /// </exception>
    public static TBuilder WithGrayShadow<TBuilder>(this TBuilder builder, string flag, double share, Action<GrayShadowOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(flag);

        ShadowConvention.Add(builder, null, flag, share, configure);
        return builder;
    }

    /// <summary>Maps two versions to one address: the flag selects the handler, with the flag's own stickiness per user.</summary>
    /// <param name="endpoints">The route builder.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="original">The handler when the flag is off.</param>
    /// <param name="upgraded">The handler when it is on.</param>
    /// <param name="methods">The HTTP methods; null for all.</param>
    /// <returns>A builder that takes conventions for both endpoints, and for each.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> is null or empty.</exception>
    [RequiresUnreferencedCode(HandlersAreReflected)]
    [RequiresDynamicCode(HandlersAreReflected)]
    public static GrayUpgradeBuilder<RouteHandlerBuilder> MapGrayUpgrade(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string flag, Delegate original, Delegate upgraded,
        IEnumerable<string>? methods = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(flag);

        return Upgrade(flag, Map(original), Map(upgraded));

        RouteHandlerBuilder Map(Delegate handler) => methods is null ? endpoints.Map(pattern, handler) : endpoints.MapMethods(pattern, methods, handler);
    }

    /// <summary>Maps two versions to one address: the flag selects the handler, with the flag's own stickiness per user.</summary>
    /// <param name="endpoints">The route builder.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="original">The handler when the flag is off.</param>
    /// <param name="upgraded">The handler when it is on.</param>
    /// <param name="methods">The HTTP methods; null for all.</param>
    /// <returns>A builder that takes conventions for both endpoints, and for each.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> is null or empty.</exception>
    public static GrayUpgradeBuilder<IEndpointConventionBuilder> MapGrayUpgrade(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string flag, RequestDelegate original, RequestDelegate upgraded,
        IEnumerable<string>? methods = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(flag);

        return Upgrade(flag, Map(original), Map(upgraded));

        IEndpointConventionBuilder Map(RequestDelegate handler) =>
            methods is null ? endpoints.Map(pattern, handler) : endpoints.MapMethods(pattern, methods, handler);
    }

    /// <summary>Makes two endpoints of one address the halves of an upgrade: one answers when the flag is off, the other when it is on.</summary>
    /// <remarks>
    /// For native AOT: .NET generates the code of handlers for the <c>MapGet</c> that it finds in the app. Both endpoints need the same route and methods.
    /// </remarks>
    /// <typeparam name="TBuilder">The builder of an endpoint.</typeparam>
    /// <param name="endpoints">The route builder.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="original">The endpoint when the flag is off: what <c>MapGet</c> or similar has returned.</param>
    /// <param name="upgraded">The endpoint when it is on.</param>
    /// <returns>A builder that takes conventions for both endpoints, and for each.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> is null or empty, or both endpoints are the same.</exception>
    public static GrayUpgradeBuilder<TBuilder> MapGrayUpgrade<TBuilder>(
        this IEndpointRouteBuilder endpoints, string flag, TBuilder original, TBuilder upgraded)
        where TBuilder : class, IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(upgraded);
        if (ReferenceEquals(original, upgraded))
        {
            throw new ArgumentException("The original endpoint and the upgraded one are the same: no request could reach it.", nameof(upgraded));
        }

        return Upgrade(flag, original, upgraded);
    }

    private static GrayUpgradeBuilder<TBuilder> Upgrade<TBuilder>(string flag, TBuilder original, TBuilder upgraded)
        where TBuilder : IEndpointConventionBuilder =>
        new(flag, original.RequireGrayFlag(flag, enabled: false), upgraded.RequireGrayFlag(flag));
}
