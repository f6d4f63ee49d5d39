using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Decides gates among dynamic endpoints, such as a fallback to a controller or a page: before another policy replaces them by an endpoint
/// without the gate, and before methods and content types, which no table decides there, reveal closed endpoints.</summary>
internal sealed class DynamicGateMatcherPolicy(GateSelection selection) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MinValue;

    public static bool IsReplaced(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true };

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        GateTablePolicy.MayBecomeOthers(endpoints) && endpoints.Any(endpoint => GateSelection.GatesOf(endpoint).Count > 0);

    public async Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        await selection.CloseWhatDoesNotExistAsync(httpContext, candidates).ConfigureAwait(false);
        await selection.ApplyAsync(httpContext, candidates, GatesOf).ConfigureAwait(false);
        httpContext.Features.Set(new EarlyGates(candidates));
    }

    private static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) => IsReplaced(endpoint) ? GateSelection.GatesOf(endpoint) : [];
}
