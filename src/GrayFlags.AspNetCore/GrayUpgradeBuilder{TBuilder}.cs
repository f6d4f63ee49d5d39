using GrayFlags.AspNetCore.Shadowing;
using Microsoft.AspNetCore.Builder;

namespace GrayFlags.AspNetCore;

/// <summary>The two endpoints of an upgrade. Conventions added here apply to both; names, which are unique, apply to one.</summary>
/// <typeparam name="TBuilder">The builder of each: <see cref="RouteHandlerBuilder"/> for handlers with bound parameters.</typeparam>
public sealed class GrayUpgradeBuilder<TBuilder> : IEndpointConventionBuilder
    where TBuilder : IEndpointConventionBuilder
{
    private readonly string _flag;

    internal GrayUpgradeBuilder(string flag, TBuilder original, TBuilder upgraded)
    {
        _flag = flag;
        Original = original;
        Upgraded = upgraded;
    }

    /// <summary>The endpoint used when the flag is off.</summary>
    public TBuilder Original { get; }

    /// <summary>The endpoint used when the flag is on.</summary>
    public TBuilder Upgraded { get; }

    /// <summary>
    /// Shadows the original handler: for a share of its requests, the upgraded handler runs in the background on a copy of the request, after the response was
    /// sent.
    /// Its answer is discarded after a comparison; differences are counted (<c>grayflags.shadows</c>) and logged. The options of <c>AddGrayFlags</c> limit the
    /// number and duration of shadows.
    /// </summary>
    /// <remarks>
    /// Only for an upgraded handler without side effects. It sees the method, address, headers, body and user of the request, in a scope of its own, with the
    /// flag on; middleware, including authorization, has run for the original and does not run again. Requests whose bodies are too long, or not read to the
    /// end, are not shadowed.
    /// </remarks>
    /// <param name="share">The share of requests, 0 to 1.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="share"/> is not from 0 to 1, or an option is out of its range.</exception>
    public GrayUpgradeBuilder<TBuilder> WithShadow(double share, Action<GrayShadowOptions>? configure = null)
    {
        ShadowConvention.Add(Original, Upgraded, _flag, share, configure);
        return this;
    }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        Original.Add(convention);
        Upgraded.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        Original.Finally(finallyConvention);
        Upgraded.Finally(finallyConvention);
    }
}
