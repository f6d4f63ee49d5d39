using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>An endpoint and its twin that records its run; they differ only in the delegate.</summary>
/// <remarks>
/// No middleware of a package can run between the app's last one and the endpoint, the only place that knows whether an endpoint ran, and its answer before
/// others change it.
/// </remarks>
internal sealed class WatchedEndpoint
{
    private static readonly ConditionalWeakTable<Endpoint, WatchedEndpoint> Known = new();

    private WatchedEndpoint(Endpoint original, Endpoint twin) => (Original, Twin) = (original, twin);

    public Endpoint Original { get; }

    public Endpoint Twin { get; }

    /// <summary>
    /// Returns the pair of an endpoint; null when it is not one of the app's routes, such as the framework's 405 endpoint.
    /// </summary>
    public static WatchedEndpoint? Of(Endpoint endpoint)
    {
        if (Known.TryGetValue(endpoint, out var known))
        {
            return known;
        }

        return endpoint is RouteEndpoint { RequestDelegate: { } run } route ? Pair(route, run) : null;
    }

    /// <summary>The endpoint known to routing.</summary>
    public static Endpoint? OriginalOf(Endpoint? endpoint) => endpoint is not null && Known.TryGetValue(endpoint, out var known) ? known.Original : endpoint;

    private static WatchedEndpoint Pair(RouteEndpoint route, RequestDelegate run)
    {
        var twin = new RouteEndpoint(http => EndpointRun.RunAsync(http, run), route.RoutePattern, route.Order, route.Metadata, route.DisplayName);
        var pair = Known.GetValue(route, original => new WatchedEndpoint(original, twin));
        Known.TryAdd(pair.Twin, pair);
        return pair;
    }
}
