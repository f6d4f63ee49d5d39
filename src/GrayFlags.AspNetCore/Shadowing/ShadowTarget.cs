using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>The shadow endpoint; known once both endpoints are built.</summary>
internal sealed class ShadowTarget
{
    /// <summary>The upgraded handler.</summary>
    public RequestDelegate? Handler { get; set; }

    /// <summary>The route by which it would be reached; null for none.</summary>
    public RoutePattern? Pattern { get; set; }

    /// <summary>The order of the route.</summary>
    public int Order { get; set; }

    /// <summary>The name that the endpoint shows.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The metadata of the handler's endpoint.</summary>
    public EndpointMetadataCollection Metadata { get; set; } = EndpointMetadataCollection.Empty;

    /// <summary>Takes an endpoint that is built.</summary>
    public void Take(EndpointBuilder endpoint)
    {
        (Handler, DisplayName, Metadata) = (endpoint.RequestDelegate, endpoint.DisplayName, new EndpointMetadataCollection(endpoint.Metadata));
        if (endpoint is RouteEndpointBuilder route)
        {
            (Pattern, Order) = (route.RoutePattern, route.Order);
        }
    }

    /// <summary>The endpoint of the copy.</summary>
    public Endpoint EndpointOf(RequestDelegate handler) => Pattern is { } pattern
        ? new RouteEndpoint(handler, pattern, Order, Metadata, DisplayName)
        : new Endpoint(handler, Metadata, DisplayName ?? "Shadow");
}
