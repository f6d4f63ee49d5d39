using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>The gates decided before routing replaces dynamic endpoints.</summary>
internal sealed class EarlyGates
{
    private readonly Endpoint[] _matching;
    private readonly HashSet<Endpoint> _open = [];
    private readonly bool _isReplacedOneGated;

    /// <summary>Records the remaining candidates.</summary>
    public EarlyGates(CandidateSet candidates)
    {
        _matching = new Endpoint[candidates.Count];
        for (var index = 0; index < candidates.Count; index++)
        {
            var endpoint = _matching[index] = candidates[index].Endpoint;
            if (candidates.IsValidCandidate(index) && IsGated(endpoint))
            {
                _open.Add(endpoint);
                _isReplacedOneGated |= DynamicGateMatcherPolicy.IsReplaced(endpoint);
            }
        }
    }

    /// <summary>True when the response comes from a gated endpoint, or from its replacement:
    /// by routing, or as the page for a status or an exception.</summary>
    public static bool HaveLedTo(HttpContext http)
    {
        var endpoint = WatchedEndpoint.OriginalOf(http.GetEndpoint());
        return IsGated(endpoint)
            || endpoint?.Metadata.GetMetadata<GateAnswer>() is not null
            || IsGated(http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint)
            || IsGated(http.Features.Get<IExceptionHandlerFeature>()?.Endpoint)
            || (endpoint is not null && http.Features.Get<EarlyGates>() is { _isReplacedOneGated: true } early && Array.IndexOf(early._matching, endpoint) < 0);
    }

    /// <summary>True when all gates of an endpoint are known to be open.</summary>
    public bool AreOpen(Endpoint endpoint) => _open.Contains(endpoint);

    private static bool IsGated(Endpoint? endpoint) => endpoint is not null && GateSelection.GatesOf(endpoint).Count > 0;
}
