using System.Runtime.CompilerServices;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes endpoints whose gate is closed out of those that match, so that another one on the same route, or none, is chosen.</summary>
/// <remarks>
/// Where nothing has to be awaited, nothing has to be answered and nothing but the address decides besides, the gate becomes a part of routing's own tables, and no set of candidates is made.
/// What was in no table is selected among candidates. There all gates are asked, also those that a table has decided: an endpoint may have been put in the place of another.
/// </remarks>
internal sealed class GrayFlagMatcherPolicy(RequestFlags flags, GateSelection selection) : MatcherPolicy, IEndpointSelectorPolicy, INodeBuilderPolicy
{
    // A table has up to two to the power of as many ends, and so has each route that a catch-all shares.
    private const int MaxFlagsInTable = 3;

    private readonly ConditionalWeakTable<Endpoint, object?> _inTable = [];
    private readonly ConditionalWeakTable<Endpoint, object?> _tooMany = [];

    // After the policies of routing itself: method, host and content type decide first, and pages are loaded, whose attributes may not be known before.
    public override int Order => 1000;

    // Routing asks this when all of its tables are built.
    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => MayBecomeOthers(endpoints) || endpoints.Any(IsToBeSelected);

    // Among endpoints that become others nothing is known of a method or a host yet, which come before a gate.
    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => !MayBecomeOthers(endpoints) && endpoints.Any(IsForTable);

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

        return new GateTree(endpoints, endpoint => taken.Contains(endpoint) ? GateSelection.GatesOf(endpoint) : []).Edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => GateTree.TableOf(edges, flags);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates) => selection.ApplyAsync(httpContext, candidates, GateSelection.GatesOf);

    // Also pages that are compiled when they are first asked for: the attributes of their models come with that.
    private static bool MayBecomeOthers(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not (null or CompiledPageActionDescriptor));

    private bool IsForTable(Endpoint endpoint) =>
        !selection.IsAuthenticating
        && endpoint is RouteEndpoint { RoutePattern: { ParameterPolicies.Count: 0 } pattern }
        && pattern.PathSegments.All(segment => segment.IsSimple)
        && GateSelection.GatesOf(endpoint) is { Count: > 0 } gates
        && gates.All(gate => selection.AnswerOf(gate) is null);

    // Whoever was in no table, or in that of one route but not of another.
    private bool IsToBeSelected(Endpoint endpoint) =>
        GateSelection.GatesOf(endpoint).Count > 0 && (!_inTable.TryGetValue(endpoint, out _) || _tooMany.TryGetValue(endpoint, out _));
}
