using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes candidates whose gate is closed out of a set, or answers in their place.</summary>
internal sealed class GateSelection(RequestFlags flags, EarlyAuthentication authentication, IOptions<GrayAspNetCoreOptions> options)
{
    private readonly RequestDelegate? _otherwise = options.Value.GateOtherwise;

    /// <summary>Whether somebody has to be asked first who the user is.</summary>
    public bool IsAuthenticating => authentication.IsWanted;

    public static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<RequireGrayFlagAttribute>();

    /// <summary>Decides the gates of some of the candidates.</summary>
    /// <param name="http">The request.</param>
    /// <param name="candidates">Those that match so far.</param>
    /// <param name="gatesOf">The gates of an endpoint that are to be decided now.</param>
    public Task ApplyAsync(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        if (authentication.IsWanted)
        {
            return GatedOf(candidates, gatesOf) is { Count: > 0 } gated ? AuthenticateAndDecideAsync(http, candidates, gatesOf, gated) : Task.CompletedTask;
        }

        Decide(http, candidates, gatesOf);
        return Task.CompletedTask;
    }

    /// <summary>What answers where a gate is closed; null: nothing, and routing goes on as if the endpoint did not exist.</summary>
    public Endpoint? AnswerOf(RequireGrayFlagAttribute gate)
    {
        var status = gate.StatusCode;
        var answer = gate.Otherwise ?? (status == 0 ? _otherwise : http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        return answer is null ? null : new Endpoint(answer, EndpointMetadataCollection.Empty, $"Gate of the flag '{gate.Flag}'");
    }

    private static List<Endpoint> GatedOf(CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        var gated = new List<Endpoint>(candidates.Count);
        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates.IsValidCandidate(index) && gatesOf(candidates[index].Endpoint).Count > 0)
            {
                gated.Add(candidates[index].Endpoint);
            }
        }

        return gated;
    }

    private async Task AuthenticateAndDecideAsync(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, List<Endpoint> gated)
    {
        await authentication.AuthenticateAsync(http, gated).ConfigureAwait(false);
        Decide(http, candidates, gatesOf);
    }

    private void Decide(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        var answers = new FlagAnswers(flags, http);
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
            if (answers.FirstClosed(gatesOf(candidates[index].Endpoint)) is not { } closed)
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
    }
}
