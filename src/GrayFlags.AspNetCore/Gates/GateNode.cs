using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The endpoints of a route whose gates are decided late. Routing refuses a method or a content type before that, and by doing so would tell of
/// endpoints that are closed.</summary>
internal sealed class GateNode
{
    private readonly HashSet<string>? _methods;
    private readonly bool _isReading;
    private readonly bool _isMixed;

    public GateNode(IReadOnlyList<Endpoint> endpoints)
    {
        Endpoints = endpoints;
        _methods = endpoints.All(endpoint => MethodsOf(endpoint).Count > 0)
            ? endpoints.SelectMany(MethodsOf).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;
        _isMixed = _methods is not null && endpoints.Any(endpoint => !_methods.SetEquals(MethodsOf(endpoint)));
        _isReading = endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null);
    }

    public IReadOnlyList<Endpoint> Endpoints { get; }

    public static IReadOnlyList<string> MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>True when routing may refuse a request that has come this far, now or where one of the endpoints were not there.</summary>
    public bool MayRefuse(HttpRequest request) => _isReading || _isMixed || (_methods is not null && !_methods.Contains(request.Method));
}
