using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The endpoints of a route whose gates are decided late. Routing evaluates methods, hosts and content types before that, which would
/// reveal closed endpoints, or bypass open ones.</summary>
internal sealed class GateNode
{
    // Each set of open endpoints has its own tables. Beyond this many sets, or this many endpoints, they are built per request.
    private const int MaxKept = 32;
    private const int MaxEndpoints = 64;

    private readonly ConcurrentDictionary<ulong, NarrowedRoute> _kept = new();
    private readonly RoutingPolicies _policies;
    private readonly HashSet<string> _methods;
    private readonly bool _isMixed;

    public GateNode(IReadOnlyList<Endpoint> endpoints, RoutingPolicies policies)
    {
        (Endpoints, All, _policies) = (endpoints, [.. endpoints.Select(_ => true)], policies);
        _methods = endpoints.SelectMany(MethodsOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _isMixed = endpoints.Any(endpoint => !_methods.SetEquals(MethodsOf(endpoint)))
            || policies.Builders.Any(policy => policy is not HttpMethodMatcherPolicy && policy.AppliesToEndpoints(endpoints));
    }

    /// <summary>The substitute for all of them until the decision.</summary>
    public static Endpoint Undecided { get; } = new(null, EndpointMetadataCollection.Empty, "Gates to be decided");

    public IReadOnlyList<Endpoint> Endpoints { get; }

    /// <summary>The conditions under which each of them exists.</summary>
    public bool[] All { get; }

    public static IReadOnlyList<string> MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    public static bool HasMethod(Endpoint endpoint, string method) =>
        MethodsOf(endpoint) is var methods && (methods.Count == 0 || methods.Contains(method, StringComparer.OrdinalIgnoreCase));

    /// <summary>True when routing could have a different result without one of the endpoints.</summary>
    public bool MayNarrow(HttpRequest request) => _isMixed || (_methods.Count > 0 && !_methods.Contains(request.Method));

    /// <summary>Matches a request when only some of the endpoints exist.</summary>
    /// <param name="http">The request.</param>
    /// <param name="exists">For each endpoint, true when it exists.</param>
    public CandidateSet Match(HttpContext http, bool[] exists)
    {
        if (Endpoints.Count > MaxEndpoints)
        {
            return Narrow(exists).Match(http);
        }

        var key = 0UL;
        for (var index = 0; index < exists.Length; index++)
        {
            key |= exists[index] ? 1UL << index : 0;
        }

        if (!_kept.TryGetValue(key, out var route))
        {
            route = Narrow(exists);
            if (_kept.Count < MaxKept)
            {
                _kept.TryAdd(key, route);
            }
        }

        return route.Match(http);
    }

    private NarrowedRoute Narrow(bool[] exists) => NarrowedRoute.Of([.. Endpoints.Where((_, index) => exists[index])], _policies);
}
