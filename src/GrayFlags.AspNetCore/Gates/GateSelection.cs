using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes candidates whose gate is closed out of a set, or answers in their place.</summary>
internal sealed class GateSelection(RequestFlags flags, EarlyAuthentication authentication, RoutingPolicies policies, IOptions<GrayAspNetCoreOptions> options)
{
    private readonly RequestDelegate? _otherwise = options.Value.GateOtherwise;

    /// <summary>True when the user must be authenticated first.</summary>
    public bool IsAuthenticating => authentication.IsWanted;

    public static IReadOnlyList<RequireGrayFlagAttribute> GatesOf(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<RequireGrayFlagAttribute>();

    /// <summary>True when all gates of an endpoint are open for a context.</summary>
    public static bool AreOpen(Endpoint? endpoint, IGrayEvaluatorSnapshot flags, GrayContext context) =>
        endpoint is null || GatesOf(endpoint).All(gate => flags.IsEnabled(gate.Flag, context) == gate.Enabled);

    /// <summary>True when a closed gate has an answer; otherwise routing continues as if the endpoint did not exist.</summary>
    public bool HasAnswer(RequireGrayFlagAttribute gate) => (gate.Answer ?? _otherwise) is not null;

    /// <summary>Decides the gates of some of the candidates.</summary>
    /// <param name="http">The request.</param>
    /// <param name="candidates">Those that match so far.</param>
    /// <param name="gatesOf">The gates of an endpoint that are to be decided now.</param>
    /// <param name="isLast">Whether all else has been decided, so that the best that is open is chosen.</param>
    public Task ApplyAsync(HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, bool isLast = false)
    {
        // The user cannot be authenticated: a preflight carries neither cookies nor tokens.
        if (Preflight.Is(http.Request))
        {
            if (!new Preflight(flags, http).TryDecide(candidates, gatesOf))
            {
                Decide(http, candidates, gatesOf, new FlagAnswers(flags, http, null), false);
            }

            return Task.CompletedTask;
        }

        var mayStop = isLast && MayStop(candidates);
        if (mayStop)
        {
            CloseWorse(candidates, gatesOf);
        }

        RouteValueDictionary? values = null;
        var gated = authentication.IsWanted || flags.LooksAtRequests ? GatedOf(candidates, gatesOf, out values) : null;
        if (authentication.IsWanted)
        {
            return gated!.Count > 0 ? AuthenticateAndDecideAsync(http, candidates, gatesOf, gated, values, mayStop) : Task.CompletedTask;
        }

        DecideByRoute(http, candidates, gatesOf, gated, values, mayStop);
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
    /// <param name="candidates">Those that match so far.</param>
    /// <param name="endpoints">All of the route.</param>
    /// <param name="isNarrowed">Whether the candidates match in all but their gates.</param>
    public async ValueTask<ExistingEndpoints> ExistingOfAsync(
        HttpContext http, CandidateSet candidates, IReadOnlyList<Endpoint> endpoints, bool isNarrowed = false)
    {
        if (Preflight.Is(http.Request))
        {
            var preflight = new Preflight(flags, http);
            return new ExistingEndpoints(
                [.. endpoints.Select(endpoint => preflight.MayExist(endpoint) || GatesOf(endpoint).Any(HasAnswer))],
                new FlagAnswers(flags, http, null));
        }

        var mayStop = isNarrowed && MayStop(candidates);
        if (mayStop)
        {
            CloseWorse(candidates, GatesOf);
        }

        var matching = GatedOf(candidates, GatesOf, out var values);
        if (authentication.IsWanted)
        {
            // Those that match come first: handlers see one of them with its own route values. Endpoints of other methods have schemes of their own.
            var best = mayStop ? BestOf(endpoints, candidates, endpoint => GatesOf(endpoint).Count == 0) : int.MaxValue;
            var isMatched = isNarrowed && (matching.Count > 0 || best < int.MaxValue);
            var gated = matching
                .Union(endpoints.Where((endpoint, index) => GatesOf(endpoint).Count > 0
                    && (!isMatched || (IsWanted(endpoints, index, best) && GateNode.HasMethod(endpoint, http.Request.Method)))))
                .ToList();
            if (gated.Count > 0 || !isMatched)
            {
                await authentication.AuthenticateAsync(http, gated, values).ConfigureAwait(false);
            }
        }

        using var shown = GateRoute.Show(http, flags, matching, values);
        var answers = new FlagAnswers(flags, http, candidates);
        var bestOpen = mayStop ? BestOf(endpoints, candidates, endpoint => answers.FirstClosed(GatesOf(endpoint)) is null) : int.MaxValue;
        var exist = new bool[endpoints.Count];
        for (var index = 0; index < exist.Length; index++)
        {
            var gates = GatesOf(endpoints[index]);
            var isWanted = bestOpen == int.MaxValue || (IsWanted(endpoints, index, bestOpen) && GateNode.HasMethod(endpoints[index], http.Request.Method));
            exist[index] = gates.Count == 0 || (isWanted && (answers.FirstClosed(gates) is not { } closed || HasAnswer(closed)));
        }

        return new ExistingEndpoints(exist, answers);
    }

    /// <summary>Decides all gates of candidates, whose user is authenticated.</summary>
    public void Apply(HttpContext http, CandidateSet candidates, ExistingEndpoints existing)
    {
        if (!Preflight.Is(http.Request) || !new Preflight(flags, http).TryDecide(candidates, GatesOf))
        {
            Decide(http, candidates, GatesOf, existing.Answers, MayStop(candidates));
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
        RouteValueDictionary? values,
        bool mayStop)
    {
        await authentication.AuthenticateAsync(http, gated, values).ConfigureAwait(false);
        DecideByRoute(http, candidates, gatesOf, gated, values, mayStop);
    }

    private void DecideByRoute(
        HttpContext http,
        CandidateSet candidates,
        Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf,
        List<Endpoint>? gated,
        RouteValueDictionary? values,
        bool mayStop)
    {
        using var shown = gated is null ? null : GateRoute.Show(http, flags, gated, values);
        Decide(http, candidates, gatesOf, new FlagAnswers(flags, http, candidates), mayStop);
    }

    // A policy of the app's own could refuse the best one yet, and let in what was never asked.
    private bool MayStop(CandidateSet candidates) =>
        !policies.HasOthers || !policies.MayBeRefusedByOthers([.. Enumerable.Range(0, candidates.Count).Select(index => candidates[index].Endpoint)]);

    // What is worse than one that is open anyhow is not chosen, whatever its flags are: they are not asked, and have no part in the response.
    private static void CloseWorse(CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf)
    {
        var best = int.MaxValue;
        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates.IsValidCandidate(index) && candidates[index].Endpoint is RouteEndpoint endpoint)
            {
                if (gatesOf(endpoint).Count == 0)
                {
                    best = Math.Min(best, candidates[index].Score);
                }
                else if (candidates[index].Score > best)
                {
                    candidates.SetValidity(index, false);
                }
            }
        }
    }

    // The place of the best one that matches and is such; the greatest number for none. The best come first.
    private static int BestOf(IReadOnlyList<Endpoint> endpoints, CandidateSet candidates, Func<Endpoint, bool> isSuch)
    {
        for (var place = 0; place < endpoints.Count; place++)
        {
            for (var index = 0; index < candidates.Count; index++)
            {
                if (candidates.IsValidCandidate(index) && candidates[index].Endpoint == endpoints[place] && isSuch(endpoints[place]))
                {
                    return place;
                }
            }
        }

        return int.MaxValue;
    }

    // Those that are no worse, also such as do not match yet: they may where another one is not there.
    private bool IsWanted(IReadOnlyList<Endpoint> endpoints, int index, int best) =>
        index <= best || policies.AreEqual(endpoints[best], endpoints[index]);

    private void Decide(
        HttpContext http, CandidateSet candidates, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, FlagAnswers answers, bool mayStop)
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
            if (mayStop && score > bestOpen && gatesOf(candidates[index].Endpoint).Count > 0)
            {
                candidates.SetValidity(index, false);
                continue;
            }

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
