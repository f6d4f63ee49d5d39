using GrayFlags.AspNetCore.Shadowing;
using Microsoft.AspNetCore.Builder;

namespace GrayFlags.AspNetCore;

/// <summary>The two endpoints of an upgrade. Conventions that are added here go to both; names, which are unique, go to one.</summary>
/// <typeparam name="TBuilder">The builder of each: <see cref="RouteHandlerBuilder"/> for handlers whose parameters are bound.</typeparam>
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

    /// <summary>The endpoint that answers where the flag is off.</summary>
    public TBuilder Original { get; }

    /// <summary>The endpoint that answers where the flag is on.</summary>
    public TBuilder Upgraded { get; }

    /// <summary>
    /// Lets the upgraded handler run beside the original one for a share of the requests that the original answers: in the background, when the answer is out,
    /// on a copy of the request. Its answer goes to nobody; it is compared, differences are counted (<c>grayflags.shadows</c>) and logged. See the options of
    /// <c>AddGrayFlags</c> for how many run at once, and how long.
    /// </summary>
    /// <remarks>
    /// Only for an upgraded handler that is free of side effects. It sees the method, address, headers, body and user of the request, in a scope of its own,
    /// with the flag on; middleware, and authorisation with it, has run for the original and does not run again. Requests whose bodies are too long, or not
    /// read to the end, are not run twice.
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
