using System.Globalization;
using System.Net;
using System.Security.Claims;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>The parts of a request needed in the background: values only, nothing that the server reuses.</summary>
internal sealed class RequestCopy
{
    private readonly string _method;
    private readonly string _scheme;
    private readonly string _protocol;
    private readonly HostString _host;
    private readonly PathString _pathBase;
    private readonly PathString _path;
    private readonly QueryString _query;
    private readonly HeaderDictionary _headers;
    private readonly RouteValueDictionary _routeValues;
    private readonly (string Id, IPAddress? Remote, int RemotePort, IPAddress? Local, int LocalPort) _connection;
    private readonly KeyValuePair<object, object?>[] _items;
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private readonly string _traceIdentifier;
    private readonly ClaimsPrincipal _user;
    private readonly bool _canHaveBody;

    public RequestCopy(HttpContext http, GrayRequest known, int maxBodyBytes)
    {
        var request = http.Request;
        (_method, _scheme, _protocol, _host, _pathBase, _path, _query) =
            (request.Method, request.Scheme, request.Protocol, request.Host, request.PathBase, request.Path, request.QueryString);
        _headers = new HeaderDictionary(request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        _routeValues = new RouteValueDictionary(request.RouteValues);
        var connection = http.Connection;
        _connection = (connection.Id, connection.RemoteIpAddress, connection.RemotePort, connection.LocalIpAddress, connection.LocalPort);
        _items = [.. http.Items];
        _traceIdentifier = http.TraceIdentifier;
        _user = http.User;
        _canHaveBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
        Body = new BodyCopy(maxBodyBytes);
        Context = known.ContextOf(http);
        Flags = known.Flags;
    }

    /// <summary>The body as read by the original handler.</summary>
    public BodyCopy Body { get; }

    public GrayContext Context { get; }

    public IGrayEvaluatorSnapshot Flags { get; }

    /// <summary>Starts to copy the body while the original handler reads it; returns null when there is none.</summary>
    public TeeStream? TeeOf(Stream body) => _canHaveBody ? new TeeStream(body, Body) : null;

    /// <summary>Creates a request from the copy.</summary>
    public FeatureCollection ToFeatures(ShadowResponse response, Stream responseBody)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = _method,
            Scheme = _scheme,
            Protocol = _protocol,
            PathBase = _pathBase.Value ?? "",
            Path = _path.Value ?? "",
            QueryString = _query.Value ?? "",
            Headers = _headers,
            Body = new MemoryStream(Body.Bytes.ToArray(), writable: false),
        });
        features.Set<IHttpRequestBodyDetectionFeature>(new ShadowBodyDetection(_canHaveBody));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(responseBody));
        return features;
    }

    /// <summary>Applies the original's culture to the calling flow.</summary>
    public void UseCulture() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _uiCulture);

    public void CompleteContext(HttpContext http, Endpoint? endpoint, IServiceProvider services, CancellationToken cancellationToken)
    {
        http.Request.Host = _host;
        http.Request.RouteValues = _routeValues;
        var connection = http.Connection;
        (connection.Id, connection.RemoteIpAddress, connection.RemotePort, connection.LocalIpAddress, connection.LocalPort) = _connection;
        foreach (var (key, value) in _items)
        {
            http.Items[key] = value;
        }

        http.TraceIdentifier = _traceIdentifier;
        http.User = _user;
        http.RequestServices = services;
        http.RequestAborted = cancellationToken;
        http.SetEndpoint(endpoint);
    }
}
