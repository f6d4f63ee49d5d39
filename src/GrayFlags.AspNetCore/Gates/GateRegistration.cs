using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Makes a gate fail when the package is not set up, because it would otherwise be open.</summary>
internal static class GateRegistration
{
    /// <summary>
    /// Checks when an endpoint is built, or where its builder does not know the app's services, as those of YARP and of static assets, at each request.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing decides flags in this app.</exception>
    public static void Check(EndpointBuilder endpoint, string flag)
    {
        if (KnowsServices(endpoint))
        {
            ThrowIfMissing(endpoint.ApplicationServices, flag);
        }
        else if (endpoint.RequestDelegate is { } handler)
        {
            endpoint.RequestDelegate = http =>
            {
                ThrowIfMissing(http.RequestServices, flag);
                return handler(http);
            };
        }
    }

    /// <summary>Fails where a builder does not know the app's services.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void ThrowIfUnknown(EndpointBuilder endpoint, string flag)
    {
        if (!KnowsServices(endpoint))
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint.DisplayName}' cannot have the shadow of the flag '{flag}': its builder does not know the services of the app. "
                    + "Map it by Map or MapGet, or use ShadowRunner in your code.");
        }
    }

    public static void ThrowIfMissing(IServiceProvider services, string flag)
    {
        if (services.GetService<GrayRequests>() is null)
        {
            throw new InvalidOperationException(
                $"An endpoint requires the flag '{flag}', but nothing decides it: call services.AddGrayFlags(…).AddAspNetCore().");
        }
    }

    // Every container of an app has it.
    private static bool KnowsServices(EndpointBuilder endpoint) => endpoint.ApplicationServices.GetService<IServiceScopeFactory>() is not null;
}
