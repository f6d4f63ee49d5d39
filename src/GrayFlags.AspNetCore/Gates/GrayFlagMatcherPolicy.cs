using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Removes endpoints with a closed gate from the candidates, so that another one on the same route, or none, is selected.</summary>
/// <remarks>
/// Handles endpoints that are in no table; see <see cref="GateTablePolicy"/>. All gates are evaluated, including those that a table has decided: an endpoint
/// may have replaced another. When routing has evaluated the methods or content types of closed endpoints, it is repeated without them.
/// </remarks>
internal sealed class GrayFlagMatcherPolicy(GateTablePolicy tables, GateSelection selection, RoutingPolicies policies) : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies of routing itself: by then pages are loaded, whose attributes may be unknown before, and replacements of endpoints are
    // in place.
    public override int Order => 1000;

    // Routing calls this when all of its tables are built.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        GateTablePolicy.MayBecomeOthers(endpoints) || endpoints.Any(tables.IsToBeSelected) || endpoints.Contains(GateNode.Undecided);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Features.Get<GateNode>() is not { } node)
        {
            // Gates found open before are not evaluated again: a custom condition may have changed its answer.
            return httpContext.Features.Get<EarlyGates>() is { } early && !Preflight.Is(httpContext.Request)
                ? selection.ApplyAsync(
                    httpContext, candidates, endpoint => selection.AreDecided(early, endpoint) ? [] : GateSelection.GatesOf(endpoint), isLast: true)
                : selection.ApplyAsync(httpContext, candidates, GateSelection.GatesOf, isLast: true);
        }

        httpContext.Features.Set<GateNode>(null);
        return SelectAsync(httpContext, candidates, node);
    }

    private async Task SelectAsync(HttpContext http, CandidateSet candidates, GateNode node)
    {
        var narrowed = node.Match(http, node.All);
        var existing = await selection.ExistingOfAsync(http, narrowed, node.Endpoints, isNarrowed: true).ConfigureAwait(false);
        if (!Array.TrueForAll(existing.Exist, exists => exists))
        {
            narrowed = node.Match(http, existing.Exist);
        }

        var endpoints = Enumerable.Range(0, narrowed.Count).Select(index => narrowed[index].Endpoint).ToList();
        foreach (var policy in policies.Selectors)
        {
            if (http.GetEndpoint() is null && policy.AppliesToEndpoints(endpoints))
            {
                await policy.ApplyAsync(http, narrowed).ConfigureAwait(false);
            }
        }

        if (http.GetEndpoint() is null)
        {
            selection.Apply(http, narrowed, existing);
        }

        if (http.GetEndpoint() is null)
        {
            await policies.Selector.SelectAsync(http, narrowed).ConfigureAwait(false);
        }

        for (var index = 0; index < candidates.Count; index++)
        {
            candidates.SetValidity(index, false);
        }
    }
}
