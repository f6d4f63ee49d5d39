using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>An open gate of an endpoint in whose place another one is put, which has no gate.</summary>
/// <param name="matching">All endpoints that matched: whatever else is chosen has come in the place of one.</param>
internal sealed class OpenedGate(Endpoint[] matching)
{
    /// <summary>Whether the response is that of an endpoint with a gate, or of one that has taken its place: by routing, or as the page for a status or an exception.</summary>
    public static bool HasLedTo(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        return IsGated(endpoint)
            || IsGated(http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint)
            || IsGated(http.Features.Get<IExceptionHandlerFeature>()?.Endpoint)
            || (endpoint is not null && http.Features.Get<OpenedGate>() is { } opened && !opened.HasMatched(endpoint));
    }

    /// <summary>Remembers the candidates, if one whose place will be taken has a gate that is open.</summary>
    public static void Note(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        var isOpen = false;
        var matching = new Endpoint[candidates.Count];
        for (var index = 0; index < candidates.Count; index++)
        {
            matching[index] = candidates[index].Endpoint;
            isOpen |= candidates.IsValidCandidate(index) && gatesOf(matching[index]).Count > 0;
        }

        if (isOpen)
        {
            http.Features.Set(new OpenedGate(matching));
        }
    }

    private static bool IsGated(Endpoint? endpoint) => endpoint is not null && GateSelection.GatesOf(endpoint).Count > 0;

    private bool HasMatched(Endpoint endpoint) => Array.IndexOf(matching, endpoint) >= 0;
}
