using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes endpoints whose gate is closed out of those that match, so that another one on the same route, or none, is chosen.</summary>
/// <remarks>
/// Selects what is in no table; see <see cref="GateTablePolicy"/>. All gates are asked, also those that a table has decided: an endpoint may have been put in
/// the place of another.
/// Where routing has gone by the methods or the content types of endpoints that are closed, it is done once more without them.
/// </remarks>
internal sealed class GrayFlagMatcherPolicy(GateTablePolicy tables, GateSelection selection, RoutingPolicies policies) : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies of routing itself: pages are loaded then, whose attributes may not be known before, and whatever is put in the place of another is
    // there.
    public override int Order => 1000;

    // Routing asks this when all of its tables are built.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        GateTablePolicy.MayBecomeOthers(endpoints) || endpoints.Any(tables.IsToBeSelected) || endpoints.Contains(GateNode.Undecided);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Features.Get<GateNode>() is not { } node)
        {
            // What was open before is not asked again: an answer of the app's own may have changed since.
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
