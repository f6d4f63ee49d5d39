using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>Adds a shadow to endpoints when they are built.</summary>
internal static class ShadowConvention
{
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <param name="original">The endpoints that answer.</param>
    /// <param name="upgraded">The shadow endpoint; null to run each endpoint again with the flag on.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="share">The share of requests.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    public static void Add(
        IEndpointConventionBuilder original, IEndpointConventionBuilder? upgraded, string flag, double share, Action<GrayShadowOptions>? configure)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        }

        var options = new GrayShadowOptions();
        configure?.Invoke(options);
        if (options.MaxBodyBytes is < 0 or > MaxBodyBytes)
        {
            throw new ArgumentException($"The longest body that is copied is from 0 to {MaxBodyBytes} bytes, not {options.MaxBodyBytes}.", nameof(configure));
        }

        var target = upgraded is null ? null : new ShadowTarget();
        upgraded?.Finally(endpoint => target!.Take(endpoint));
        original.Finally(endpoint =>
        {
            GateRegistration.ThrowIfUnknown(endpoint, flag);
            GateRegistration.ThrowIfMissing(endpoint.ApplicationServices, flag);
            if (endpoint.RequestDelegate is { } handler)
            {
                var beside = target ?? new ShadowTarget();
                if (target is null)
                {
                    beside.Take(endpoint);
                }

                endpoint.RequestDelegate = Shadowed(endpoint.ApplicationServices, handler, beside).InvokeAsync;
            }
        });

        ShadowedEndpoint Shadowed(IServiceProvider services, RequestDelegate handler, ShadowTarget beside)
        {
            var requests = services.GetRequiredService<GrayRequests>();
            var call = new ShadowCall(
                flag,
                beside,
                requests,
                services.GetRequiredService<IHttpContextFactory>(),
                services.GetRequiredService<IServiceScopeFactory>(),
                options.MaxBodyBytes);
            return new ShadowedEndpoint(
                flag,
                share,
                options,
                handler,
                call,
                requests,
                services.GetRequiredService<RequestFlags>(),
                services.GetRequiredService<ShadowRunner>(),
                services.GetRequiredService<ShadowDifferences>(),
                services.GetRequiredService<ShadowPlaces>());
        }
    }
}
