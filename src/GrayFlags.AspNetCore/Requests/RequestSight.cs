using System.Globalization;
using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The parts of a request that functions of the app could see when a gate asked, and that middleware may change before the endpoint runs.</summary>
internal sealed class RequestSight
{
    private readonly Endpoint? _endpoint;
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private readonly KeyValuePair<object, object?>[] _items;
    private readonly int _headers;

    private RequestSight(HttpContext http)
    {
        _endpoint = GateRoute.EndpointIn(http);
        _items = [.. http.Items];
        _headers = http.Request.Headers.Count;
    }

    /// <summary>Remembers it; null where routing has chosen already.</summary>
    public static RequestSight? Of(HttpContext http) => http.GetEndpoint() is null ? new RequestSight(http) : null;

    /// <summary>True when it is what it was.</summary>
    public bool IsStill(HttpContext http) =>
        ReferenceEquals(WatchedEndpoint.OriginalOf(http.GetEndpoint()), WatchedEndpoint.OriginalOf(_endpoint))
        && ReferenceEquals(_culture, CultureInfo.CurrentCulture)
        && ReferenceEquals(_uiCulture, CultureInfo.CurrentUICulture)
        && _headers == http.Request.Headers.Count
        && _items.Length == http.Items.Count
        && Array.TrueForAll(_items, item => http.Items.TryGetValue(item.Key, out var value) && ReferenceEquals(value, item.Value));
}
