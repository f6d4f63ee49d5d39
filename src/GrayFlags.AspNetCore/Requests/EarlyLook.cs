using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The period in which handlers are called for a gate. They see an endpoint and its route values, and their access to these is recorded.</summary>
internal sealed class EarlyLook
{
    // Schemes that forward in a circle would never end, and a closed endpoint may be the only one to name them.
    private const int MaxAsked = 64;

    private readonly HttpContext _http;
    private readonly RequestHandlers? _handlers;
    private readonly IEndpointFeature? _endpoint;
    private readonly IRouteValuesFeature? _values;
    private readonly ShownRoute _route;
    private readonly Dictionary<string, EarlyHandler> _asked = new(StringComparer.Ordinal);
    private Dictionary<string, StringValues>? _headers;
    private int _count;

    public EarlyLook(HttpContext http, RequestHandlers? handlers, Endpoint? shown, RouteValueDictionary values)
    {
        (_http, _handlers) = (http, handlers);
        (_endpoint, _values) = (http.Features.Get<IEndpointFeature>(), http.Features.Get<IRouteValuesFeature>());
        Shown = shown;
        _route = new ShownRoute(shown, values);
        http.Features.Set<IEndpointFeature>(_route);
        http.Features.Set<IRouteValuesFeature>(_route);
        if (handlers is not null)
        {
            handlers.Look = this;
        }
    }

    /// <summary>The endpoint visible to handlers.</summary>
    public Endpoint? Shown { get; }

    /// <summary>The scheme that must run first, if the called one depends on another.</summary>
    public string? Unready { get; private set; }

    /// <summary>Begins to call a scheme.</summary>
    public void Begin()
    {
        (_count, Unready, _route.IsRead) = (0, null, false);
        _headers = HeldHeaders.Before(_http);
        _asked.Clear();
    }

    /// <summary>Ends the call of a scheme.</summary>
    /// <param name="isUsable">False when nothing of the result may be kept for the request.</param>
    public void Complete(bool isUsable)
    {
        // Of a handler provider of the app's own nothing is known later.
        var held = _handlers is null ? null : HeldHeaders.Since(_http, _headers);
        foreach (var (name, handler) in _asked)
        {
            handler.HasLooked |= _route.IsRead;
            handler.Headers ??= held;
            if (!isUsable || Unready is not null)
            {
                _handlers!.Forget(name);
            }
        }
    }

    public void Note(string scheme, EarlyHandler handler)
    {
        _asked[scheme] = handler;
        if (++_count > MaxAsked)
        {
            throw new InvalidOperationException($"Authentication schemes forward to each other in a circle, in which '{scheme}' is.");
        }
    }

    public InvalidOperationException Refuse(string scheme)
    {
        Unready = scheme;
        return new InvalidOperationException($"The authentication scheme '{scheme}' can be asked only when its middleware has run.");
    }

    public void End()
    {
        _http.Features.Set(_endpoint);
        _http.Features.Set(_values);
        if (_handlers is not null)
        {
            _handlers.Look = null;
        }
    }

    private sealed class ShownRoute(Endpoint? endpoint, RouteValueDictionary values) : IEndpointFeature, IRouteValuesFeature
    {
        private Endpoint? _endpoint = endpoint;
        private RouteValueDictionary _values = values;

        public bool IsRead { get; set; }

        public Endpoint? Endpoint
        {
            get
            {
                IsRead = true;
                return _endpoint;
            }
            set => _endpoint = value;
        }

        public RouteValueDictionary RouteValues
        {
            get
            {
                IsRead = true;
                return _values;
            }
            set => _values = value;
        }
    }
}
