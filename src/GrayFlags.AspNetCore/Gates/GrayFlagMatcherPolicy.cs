using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes endpoints whose gate is closed out of those that match, so that another one on the same route, or none, is chosen.</summary>
internal sealed class GrayFlagMatcherPolicy(GrayRequests requests, EarlyAuthentication authentication, IOptions<GrayAspNetCoreOptions> options) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly RequestDelegate? _otherwise = options.Value.GateOtherwise;

    // After the policies of routing itself: method, host and content type decide first, and pages are loaded, whose attributes are not known before.
    public override int Order => 1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => GatesOf(endpoint).Count > 0);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var index = 0; index < candidates.Count; index++)
        {
            if (IsGated(candidates, index))
            {
                return authentication.IsWanted ? AuthenticateAndDecideAsync(httpContext, candidates) : Decide(httpContext, candidates);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsGated(CandidateSet candidates, int index) => candidates.IsValidCandidate(index) && GatesOf(candidates[index].Endpoint).Count > 0;

    private async Task AuthenticateAndDecideAsync(HttpContext http, CandidateSet candidates)
    {
        var gated = new List<Endpoint>(candidates.Count);
        for (var index = 0; index < candidates.Count; index++)
        {
            if (IsGated(candidates, index))
            {
                gated.Add(candidates[index].Endpoint);
            }
        }

        await authentication.AuthenticateAsync(http, gated).ConfigureAwait(false);
        await Decide(http, candidates).ConfigureAwait(false);
    }

    private Task Decide(HttpContext http, CandidateSet candidates)
    {
        var answers = new FlagAnswers(requests.Of(http).Flags);
        var bestOpen = int.MaxValue;
        var bestAnswer = int.MaxValue;
        Endpoint? answer = null;
        for (var index = 0; index < candidates.Count; index++)
        {
            if (!candidates.IsValidCandidate(index))
            {
                continue;
            }

            var score = candidates[index].Score;
            if (answers.FirstClosed(GatesOf(candidates[index].Endpoint)) is not { } closed)
            {
                bestOpen = Math.Min(bestOpen, score);
                continue;
            }

            candidates.SetValidity(index, false);
            if (score < bestAnswer && AnswerOf(closed) is { } found)
            {
                (bestAnswer, answer) = (score, found);
            }
        }

        // An open endpoint on the same route wins; a fallback that would take whatever is left does not.
        if (answer is not null && bestAnswer < bestOpen)
        {
            http.SetEndpoint(answer);
        }

        return Task.CompletedTask;
    }

    // Null: nothing is answered here, and routing goes on as if the endpoint did not exist.
    private Endpoint? AnswerOf(RequireGrayFlagAttribute gate)
    {
        var status = gate.StatusCode;
        var answer = gate.Otherwise ?? (status == 0 ? _otherwise : http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        return answer is null ? null : new Endpoint(answer, EndpointMetadataCollection.Empty, $"Gate of the flag '{gate.Flag}'");
    }

    private static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<RequireGrayFlagAttribute>();
}
