using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The routing state of a route restricted to some of its endpoints:
/// the tables for methods, content types and other policies, with their refusals.</summary>
internal sealed class NarrowedRoute
{
    private readonly PolicyJumpTable? _table;
    private readonly NarrowedRoute[] _next = [];
    private readonly RouteCandidate[] _candidates = [];

    private NarrowedRoute(IReadOnlyList<Endpoint> endpoints, RoutingPolicies policies, int from)
    {
        for (var index = from; index < policies.Builders.Length; index++)
        {
            var policy = policies.Builders[index];
            if (policy.AppliesToEndpoints(endpoints))
            {
                var edges = policy.GetEdges(endpoints);
                _next = [.. edges.Select(edge => new NarrowedRoute(edge.Endpoints, policies, index + 1))];
                _table = policy.BuildJumpTable(edges.Count, [.. edges.Select((edge, destination) => new PolicyJumpTableEdge(edge.State, destination))]);
                return;
            }
        }

        _candidates = RouteCandidate.Of(endpoints, policies);
    }

    /// <summary>Builds the tables of some endpoints of one route.</summary>
    /// <param name="endpoints">The endpoints, as routing sorts them.</param>
    /// <param name="policies">The policies to apply.</param>
    public static NarrowedRoute Of(IReadOnlyList<Endpoint> endpoints, RoutingPolicies policies) => new(endpoints, policies, 0);

    /// <summary>Matches a request that has reached this route.</summary>
    public CandidateSet Match(HttpContext http)
    {
        var end = this;
        while (end._table is { } table)
        {
            var destination = table.GetDestination(http);
            if (destination < 0 || destination >= end._next.Length)
            {
                return new CandidateSet([], [], []);
            }

            end = end._next[destination];
        }

        var candidates = end._candidates;
        var values = candidates.Select(candidate => candidate.ValuesOf(http)).ToArray();
        var set = new CandidateSet(
            [.. candidates.Select(candidate => candidate.Endpoint)],
            [.. values.Select(matched => matched ?? [])],
            [.. candidates.Select(candidate => candidate.Score)]);
        for (var index = 0; index < values.Length; index++)
        {
            set.SetValidity(index, values[index] is not null);
        }

        return set;
    }
}
