using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The endpoint and the route values that functions of the options see while gates are decided, before routing has chosen.</summary>
internal sealed class GateRoute : IDisposable
{
    private readonly HttpContext _http;
    private readonly Endpoint _endpoint;
    private readonly RouteValueDictionary _values;

    private GateRoute(HttpContext http, Endpoint endpoint, RouteValueDictionary values) => (_http, _endpoint, _values) = (http, endpoint, values);

    /// <summary>Shows the first of the endpoints that match, until it is disposed; null where nobody looks, or nothing matches.</summary>
    public static GateRoute? Show(HttpContext http, RequestFlags flags, IReadOnlyList<Endpoint> matching, RouteValueDictionary? values)
    {
        if (!flags.LooksAtRequests || matching.Count == 0 || http.GetEndpoint() is not null)
        {
            return null;
        }

        var route = new GateRoute(http, matching[0], values ?? []);
        http.Features.Set(route);
        return route;
    }

    /// <summary>Begins to show it to a function that is called now; null where there is nothing to show.</summary>
    public static EarlyLook? Look(HttpContext http) =>
        http.Features.Get<GateRoute>() is { } route ? new EarlyLook(http, null, route._endpoint, route._values) : null;

    /// <summary>The endpoint that is shown; null for none.</summary>
    public static Endpoint? EndpointIn(HttpContext http) => http.Features.Get<GateRoute>()?._endpoint;

    public void Dispose() => _http.Features.Set<GateRoute>(null);
}
