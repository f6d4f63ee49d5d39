using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes endpoints whose gate is closed out of those that match, so that another one on the same route, or none, is chosen.</summary>
/// <remarks>
/// Selects what is in no table; see <see cref="GateTablePolicy"/>. All gates are asked, also those that a table has decided: an endpoint may have been put in
/// the place of another.
/// Where routing has refused a method or a content type already, it may have told of endpoints that are closed, and is corrected.
/// </remarks>
internal sealed class GrayFlagMatcherPolicy(GateTablePolicy tables, GateSelection selection) : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies of routing itself: pages are loaded then, whose attributes may not be known before, and whatever is put in the place of another is
    // there.
    public override int Order => 1000;

    // Routing asks this when all of its tables are built.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        GateTablePolicy.MayBecomeOthers(endpoints) || endpoints.Any(tables.IsToBeSelected) || endpoints.Any(MayBeARefusal);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Features.Get<GateNode>() is not { } node)
        {
            return selection.ApplyAsync(httpContext, candidates, GateSelection.GatesOf);
        }

        httpContext.Features.Set<GateNode>(null);
        return candidates.Count == 1 && candidates.IsValidCandidate(0) && MayBeARefusal(candidates[0].Endpoint)
            ? CorrectRefusalAsync(httpContext, candidates, node)
            : SelectOrRefuseAsync(httpContext, candidates, node);
    }

    // What routing makes to refuse a request has no route and says nothing of itself.
    private static bool MayBeARefusal(Endpoint endpoint) => endpoint is not RouteEndpoint && endpoint.Metadata.Count == 0;

    private async Task CorrectRefusalAsync(HttpContext http, CandidateSet candidates, GateNode node)
    {
        var existing = await selection.ExistingOfAsync(http, node.Endpoints).ConfigureAwait(false);
        if (existing.Count == node.Endpoints.Count || (existing.Count > 0 && !TryRefuse(http, existing)))
        {
            return;
        }

        candidates.SetValidity(0, false);
    }

    // Whoever is closed for a method must not leave 404 behind where the others, without it, refuse the method.
    private async Task SelectOrRefuseAsync(HttpContext http, CandidateSet candidates, GateNode node)
    {
        await selection.ApplyAsync(http, candidates, GateSelection.GatesOf).ConfigureAwait(false);
        if (http.GetEndpoint() is not null)
        {
            return;
        }

        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates.IsValidCandidate(index))
            {
                return;
            }
        }

        if (await selection.ExistingOfAsync(http, node.Endpoints).ConfigureAwait(false) is { Count: > 0 } existing)
        {
            TryRefuse(http, existing);
        }
    }

    // False: one of them has the method, and it is not for this to refuse.
    private static bool TryRefuse(HttpContext http, IReadOnlyList<Endpoint> existing)
    {
        if (existing.Any(endpoint => GateNode.MethodsOf(endpoint) is var methods
            && (methods.Count == 0 || methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))))
        {
            return false;
        }

        var known = existing.SelectMany(GateNode.MethodsOf).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        var allowed = string.Join(", ", known);
        http.SetEndpoint(new Endpoint(
            refused =>
            {
                refused.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                refused.Response.Headers.Allow = allowed;
                return Task.CompletedTask;
            },
            EndpointMetadataCollection.Empty,
            "405 HTTP Method Not Supported"));
        return true;
    }
}
