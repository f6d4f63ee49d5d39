using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Removes closed candidates from a set, or answers in their place.</summary>
internal sealed class GateSelection(RequestFlags flags, EarlyAuthentication authentication, IOptions<GrayAspNetCoreOptions> options)
{
    private readonly RequestDelegate? _otherwise = options.Value.GateOtherwise;

    /// <summary>True when the user must be authenticated first.</summary>
    public bool IsAuthenticating => authentication.IsWanted;

    public static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<RequireGrayFlagAttribute>();

    /// <summary>True when a closed gate has an answer; otherwise routing continues as if the endpoint did not exist.</summary>
    public bool HasAnswer(RequireGrayFlagAttribute gate) => (gate.Answer ?? _otherwise) is not null;

    /// <summary>Decides the gates of some of the candidates.</summary>
    /// <param name="http">The request.</param>
    /// <param name="candidates">The candidates matched so far.</param>
    /// <param name="gatesOf">The gates of an endpoint to decide now.</param>
    public Task ApplyAsync(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        // The user cannot be authenticated: a preflight carries neither cookies nor tokens.
        if (Preflight.Is(http.Request))
        {
            if (!new Preflight(flags, http).TryDecide(candidates, gatesOf))
            {
                Decide(http, candidates, gatesOf, new FlagAnswers(flags, http, null));
            }

            return Task.CompletedTask;
        }

        if (authentication.IsWanted)
        {
            return GatedOf(candidates, gatesOf, out var values) is { Count: > 0 } gated
                ? AuthenticateAndDecideAsync(http, candidates, gatesOf, gated, values)
                : Task.CompletedTask;
        }

        Decide(http, candidates, gatesOf, new FlagAnswers(flags, http, candidates));
        return Task.CompletedTask;
    }

    /// <summary>True when all gates of an endpoint are open, and none of them has an answer for being closed.</summary>
    public bool AreDecided(EarlyGates early, Endpoint endpoint) => early.AreOpen(endpoint) && !GatesOf(endpoint).Any(HasAnswer);

    /// <summary>Removes the endpoints that do not exist for the requester, except those with a closed answer of their own.</summary>
    public async ValueTask CloseWhatDoesNotExistAsync(HttpContext http, CandidateSet candidates)
    {
        var endpoints = new Endpoint[candidates.Count];
        for (var index = 0; index < endpoints.Length; index++)
        {
            endpoints[index] = candidates[index].Endpoint;
        }

        var existing = await ExistingOfAsync(http, candidates, endpoints).ConfigureAwait(false);
        ClosedCandidate.Replace(candidates, existing.Exist);
    }

    /// <summary>Returns the endpoints of a route that exist for the requester. A gate with an answer of its own reveals its endpoint.</summary>
    /// <param name="http">The request.</param>
    /// <param name="candidates">The candidates matched so far.</param>
    /// <param name="endpoints">All endpoints of the route.</param>
    public async ValueTask<ExistingEndpoints> ExistingOfAsync(HttpContext http, CandidateSet candidates, IReadOnlyList<Endpoint> endpoints)
    {
        if (Preflight.Is(http.Request))
        {
            var preflight = new Preflight(flags, http);
            return new ExistingEndpoints(
                [.. endpoints.Select(endpoint => preflight.MayExist(endpoint) || GatesOf(endpoint).Any(HasAnswer))],
                new FlagAnswers(flags, http, null));
        }

        if (authentication.IsWanted)
        {
            // Matching endpoints come first: handlers see one of them with its own route values.
            var gated = GatedOf(candidates, GatesOf, out var values).Union(endpoints.Where(endpoint => GatesOf(endpoint).Count > 0));
            await authentication.AuthenticateAsync(http, [.. gated], values).ConfigureAwait(false);
        }

        var answers = new FlagAnswers(flags, http, candidates);
        var exist = new bool[endpoints.Count];
        for (var index = 0; index < exist.Length; index++)
        {
            exist[index] = answers.FirstClosed(GatesOf(endpoints[index])) is not { } closed || HasAnswer(closed);
        }

        return new ExistingEndpoints(exist, answers);
    }

    /// <summary>Decides all gates of candidates, whose user is authenticated.</summary>
    public void Apply(HttpContext http, CandidateSet candidates, ExistingEndpoints existing)
    {
        if (!Preflight.Is(http.Request) || !new Preflight(flags, http).TryDecide(candidates, GatesOf))
        {
            Decide(http, candidates, GatesOf, existing.Answers);
        }
    }

    // Authorization runs after gates and so does not protect their answers; CORS applies to them as to the endpoint.
    private Endpoint AnswerOf(RequireGrayFlagAttribute gate, Endpoint closed) => new(
        gate.Answer ?? _otherwise,
        new EndpointMetadataCollection([new AllowAnonymousAttribute(), GateAnswer.Mark, .. closed.Metadata.GetOrderedMetadata<ICorsMetadata>()]),
        $"Gate of the flag '{gate.Flag}'");

    private static List<Endpoint> GatedOf(
        CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, out RouteValueDictionary? values)
    {
        var gated = new List<Endpoint>(candidates.Count);
        values = null;
        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates.IsValidCandidate(index) && gatesOf(candidates[index].Endpoint).Count > 0)
            {
                values = gated.Count == 0 ? candidates[index].Values ?? [] : values;
                gated.Add(candidates[index].Endpoint);
            }
        }

        return gated;
    }

    private async Task AuthenticateAndDecideAsync(
        HttpContext http,
        CandidateSet candidates,
        Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf,
        List<Endpoint> gated,
        RouteValueDictionary? values)
    {
        await authentication.AuthenticateAsync(http, gated, values).ConfigureAwait(false);
        Decide(http, candidates, gatesOf, new FlagAnswers(flags, http, candidates));
    }

    private void Decide(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, FlagAnswers answers)
    {
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
            if (score < bestAnswer && HasAnswer(closed))
            {
                (bestAnswer, answer) = (score, AnswerOf(closed, candidates[index].Endpoint));
            }
        }

        // An open endpoint on the same route wins; a catch-all fallback does not.
        if (answer is not null && bestAnswer < bestOpen)
        {
            http.SetEndpoint(answer);
        }
    }
}
