using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>The mappings of an app, to refuse a second one at an address: routing would choose neither, and answer each question with an empty 500.</summary>
internal sealed class OfrepMappings
{
    // Where an app or a branch of it keeps the routes that one routing middleware chooses from.
    private const string Routes = "__EndpointRouteBuilder";

    // An app as a whole, which is the builder of its routes itself.
    private static readonly object Main = new();

    private readonly Dictionary<(object Routes, string Route), OfrepAudience> _known = [];

    /// <summary>The routes among which a mapping is.</summary>
    public static object RoutesOf(IEndpointRouteBuilder endpoints)
    {
        object? routes = endpoints;
        if (endpoints is RouteGroupBuilder)
        {
            _ = endpoints.CreateApplicationBuilder().Properties.TryGetValue(Routes, out routes);
        }

        return routes is null or IApplicationBuilder ? Main : routes;
    }

    /// <summary>Notes an endpoint, unless something beside its route may tell it from others.</summary>
    /// <exception cref="InvalidOperationException">Another mapping has one at the same route.</exception>
    public void Add(object routes, EndpointBuilder endpoint, OfrepAudience audience)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } route }
            || endpoint.Metadata.Any(static one => one is IHostMetadata or IGrayGateMetadata))
        {
            return;
        }

        lock (_known)
        {
            var key = (routes, route.ToUpperInvariant());
            if (!_known.TryAdd(key, audience) && !ReferenceEquals(_known[key], audience))
            {
                throw new InvalidOperationException(
                    $"MapGrayOfrep is called twice for one address, {route}: routing would choose neither. Map one of them in a group with a prefix of its "
                    + "own, app.MapGroup(\"/backend\").MapGrayOfrep(…), or tell them apart by RequireHost.");
            }
        }
    }
}
