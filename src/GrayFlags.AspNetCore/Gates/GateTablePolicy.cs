using System.Runtime.CompilerServices;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Adds gates to routing's own tables when their decision needs no await, no answer of its own, and nothing but the address.
/// No set of candidates is created then.</summary>
/// <remarks>For gates decided later, it stores the open decisions: see <see cref="GateNode"/>.</remarks>
internal sealed class GateTablePolicy(RequestFlags flags, GateSelection selection, RoutingPolicies policies) : MatcherPolicy, INodeBuilderPolicy
{
    // A table has up to 2^n ends for n flags, and so has each route that shares a catch-all.
    private const int MaxFlagsInTable = 3;

    private readonly ConditionalWeakTable<Endpoint, object?> _inTable = [];
    private readonly ConditionalWeakTable<Endpoint, object?> _tooMany = [];

    // Before methods and content types, whose refusals list the endpoints.
    public override int Order => -2000;

    // Among dynamic endpoints, methods and hosts, which precede a gate, are not known yet.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        !MayBecomeOthers(endpoints) && endpoints.Any(endpoint => GateSelection.GatesOf(endpoint).Count > 0);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var taken = new HashSet<Endpoint>();
        foreach (var endpoint in endpoints.Where(IsForTable))
        {
            var more = GateSelection.GatesOf(endpoint).Select(gate => gate.Flag).Where(flag => !names.Contains(flag)).ToList();
            if (names.Count + more.Count > MaxFlagsInTable)
            {
                _tooMany.AddOrUpdate(endpoint, null);
                continue;
            }

            names.UnionWith(more);
            taken.Add(endpoint);
            _inTable.AddOrUpdate(endpoint, null);
        }

        return new GateTree(
            endpoints,
            endpoint => taken.Contains(endpoint) ? GateSelection.GatesOf(endpoint) : [],
            flag => AnsweredOf(flag, endpoints, taken)).Edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        GateTree.TableOf(edges, flags, policies, IsToBeSelected);

    /// <summary>True when gates of an endpoint are undecided: it was in no table, or only in that of another route. Called after all tables
    /// are built.</summary>
    public bool IsToBeSelected(Endpoint endpoint) =>
        GateSelection.GatesOf(endpoint).Count > 0 && (!_inTable.TryGetValue(endpoint, out _) || _tooMany.TryGetValue(endpoint, out _));

    // Includes pages that are compiled on demand, whose models bring their attributes only then.
    public static bool MayBecomeOthers(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints)
        || endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not (null or CompiledPageActionDescriptor));

    // Those of endpoints that are better than all that the flag gates, as a literal is than a fallback, and that nothing but the method can refuse.
    private IReadOnlyList<string>? AnsweredOf(string flag, IReadOnlyList<Endpoint> endpoints, HashSet<Endpoint> taken)
    {
        var first = endpoints.First(endpoint =>
            taken.Contains(endpoint) && GateSelection.GatesOf(endpoint).Any(gate => string.Equals(gate.Flag, flag, StringComparison.OrdinalIgnoreCase)));
        var better = endpoints.TakeWhile(endpoint => endpoint != first)
            .Where(endpoint => !policies.AreEqual(endpoint, first) && IsAnswering(endpoint))
            .ToList();
        return better.Count == 0 ? null
            : better.Any(endpoint => GateNode.MethodsOf(endpoint).Count == 0) ? []
            : [.. better.SelectMany(GateNode.MethodsOf)];
    }

    private bool IsAnswering(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern: { ParameterPolicies.Count: 0 } pattern }
        && pattern.PathSegments.All(segment => segment.IsSimple)
        && GateSelection.GatesOf(endpoint).Count == 0
        && policies.IsChosenByMethodAlone(endpoint);

    // Preflights are decided among candidates.
    private bool IsForTable(Endpoint endpoint) =>
        !selection.IsAuthenticating
        && endpoint is RouteEndpoint { RoutePattern: { ParameterPolicies.Count: 0 } pattern }
        && pattern.PathSegments.All(segment => segment.IsSimple)
        && endpoint.Metadata.GetMetadata<ICorsMetadata>() is null
        && GateSelection.GatesOf(endpoint) is { Count: > 0 } gates
        && !gates.Any(selection.HasAnswer);
}
