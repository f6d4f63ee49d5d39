using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Decides the gates of dynamic endpoints, such as a fallback to a controller or a page, before another policy puts an endpoint in their place that knows nothing of the gate.</summary>
internal sealed class DynamicGateMatcherPolicy(GateSelection selection) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => GatesOf(endpoint).Count > 0);

    public async Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        await selection.ApplyAsync(httpContext, candidates, GatesOf).ConfigureAwait(false);
        OpenedGate.Note(httpContext, candidates, GatesOf);
    }

    private static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true } ? GateSelection.GatesOf(endpoint) : [];
}
