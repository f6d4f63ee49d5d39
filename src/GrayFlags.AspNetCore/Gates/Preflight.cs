using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>A CORS preflight, which by the standard carries neither cookie nor token. A gate that depends on the user
/// lets it through, and the actual request is gated.</summary>
/// <remarks>
/// CORS answers it, and the endpoint never runs: a substitute takes its place in case CORS has no policy and lets the request pass. When a flag
/// is off for everyone, the gate is closed.
/// </remarks>
internal readonly struct Preflight(RequestFlags flags, HttpContext http)
{
    private const string ServesOff = "false";

    public static bool Is(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Keeps the best candidate that CORS may answer for; returns false when there is none, or when one is open to everybody.</summary>
    public bool TryDecide(CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        var best = -1;
        for (var index = 0; index < candidates.Count; index++)
        {
            if (!candidates.IsValidCandidate(index))
            {
                continue;
            }

            var endpoint = candidates[index].Endpoint;
            var opening = OpeningOf(gatesOf(endpoint));
            if (opening == Opening.Open && (best < 0 || candidates[index].Score <= candidates[best].Score))
            {
                return false;
            }

            if (opening == Opening.ForSome && best < 0 && HasPolicy(endpoint))
            {
                best = index;
            }
        }

        if (best < 0)
        {
            return false;
        }

        for (var index = 0; index < candidates.Count; index++)
        {
            if (index != best && candidates.IsValidCandidate(index))
            {
                candidates.SetValidity(index, false);
            }
        }

        var candidate = candidates[best];
        candidates.ReplaceEndpoint(best, StandInFor(candidate.Endpoint), candidate.Values ?? []);
        return true;
    }

    /// <summary>True when the endpoint exists for anybody who may follow the preflight.</summary>
    public bool MayExist(Endpoint endpoint) => OpeningOf(GateSelection.GatesOf(endpoint)) switch
    {
        Opening.Open => true,
        Opening.ForSome => HasPolicy(endpoint),
        _ => false,
    };

    private static bool HasPolicy(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ICorsMetadata>() is not (null or IDisableCorsAttribute);

    // The endpoint's CORS metadata and nothing else: without an answer from CORS it does not exist.
    private static Endpoint StandInFor(Endpoint endpoint) => new(
        static http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        },
        new EndpointMetadataCollection([new AllowAnonymousAttribute(), .. endpoint.Metadata.GetOrderedMetadata<ICorsMetadata>()]),
        "Preflight of an endpoint behind a gate");

    private Opening OpeningOf(IReadOnlyList<RequireGrayFlagAttribute> gates)
    {
        var opening = Opening.Open;
        foreach (var gate in gates)
        {
            var decision = flags.Evaluate(http, gate.Flag, Asker.Gate);
            if (decision.Enabled != gate.Enabled)
            {
                if (!MayBeOtherForOthers(gate, decision.Reason))
                {
                    return Opening.Closed;
                }

                opening = Opening.ForSome;
            }
        }

        return opening;
    }

    private bool MayBeOtherForOthers(RequireGrayFlagAttribute gate, DecisionReason reason) => reason switch
    {
        DecisionReason.TargetingMatch or DecisionReason.Split or DecisionReason.Removed => true,
        DecisionReason.Default => HasRuleThatOpens(gate),
        _ => false,
    };

    // The default is closed: only a rule, or a rollout, admits anybody.
    private bool HasRuleThatOpens(RequireGrayFlagAttribute gate)
    {
        var explained = flags.Explain(http, gate.Flag);
        return explained.Rollout is not null
            || explained.Rules.Any(rule => !rule.IsSwitchedOff && string.Equals(rule.Serve, ServesOff, StringComparison.Ordinal) != gate.Enabled);
    }

    private enum Opening
    {
        Open,
        ForSome,
        Closed,
    }
}
