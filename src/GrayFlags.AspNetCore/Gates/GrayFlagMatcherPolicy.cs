using System.Runtime.CompilerServices;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Takes endpoints whose gate is closed out of those that match, so that another one on the same route, or none, is chosen.</summary>
/// <remarks>
/// Where nothing has to be awaited, nothing has to be answered and nothing but the address decides besides, the gate becomes a part of routing's own tables, and no set of candidates is made.
/// A selection asks all gates, also those that a table has decided: what other policies put in the place of an endpoint has never been in a table.
/// </remarks>
internal sealed class GrayFlagMatcherPolicy(RequestFlags flags, EarlyAuthentication authentication, IOptions<GrayAspNetCoreOptions> options) : MatcherPolicy, IEndpointSelectorPolicy, INodeBuilderPolicy
{
    // A table has up to two to the power of as many ends.
    private const int MaxFlagsInTable = 6;

    private readonly ConditionalWeakTable<Endpoint, object?> _tooMany = [];
    private readonly RequestDelegate? _otherwise = options.Value.GateOtherwise;

    // After the policies of routing itself: method, host and content type decide first, and pages are loaded, whose attributes are not known before.
    public override int Order => 1000;

    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => GatesOf(endpoint).Count > 0 && !IsForTable(endpoint));

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsForTable);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in endpoints.Where(IsForTable))
        {
            var more = GatesOf(endpoint).Select(gate => gate.Flag).Where(flag => !names.Contains(flag)).ToList();
            if (names.Count + more.Count > MaxFlagsInTable)
            {
                // Routing asks for selections when all of its tables are built.
                _tooMany.AddOrUpdate(endpoint, null);
            }
            else
            {
                names.UnionWith(more);
            }
        }

        return new GateTree(endpoints, endpoint => IsForTable(endpoint) ? GatesOf(endpoint) : []).Edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => GateTree.TableOf(edges, flags);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (authentication.IsWanted)
        {
            return GatedOf(candidates) is { Count: > 0 } gated ? AuthenticateAndDecideAsync(httpContext, candidates, gated) : Task.CompletedTask;
        }

        Decide(httpContext, candidates);
        return Task.CompletedTask;
    }

    // By the endpoint alone, not by what else is on its route: a gate that one of the two leaves to the other is never nobody's.
    private bool IsForTable(Endpoint endpoint) =>
        !authentication.IsWanted
        && endpoint is RouteEndpoint { RoutePattern: { ParameterPolicies.Count: 0 } pattern }
        && pattern.PathSegments.All(segment => segment.IsSimple)
        && GatesOf(endpoint) is { Count: > 0 } gates
        && gates.All(gate => AnswerOf(gate) is null)
        && !_tooMany.TryGetValue(endpoint, out _);

    private static List<Endpoint> GatedOf(CandidateSet candidates)
    {
        var gated = new List<Endpoint>(candidates.Count);
        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates.IsValidCandidate(index) && GatesOf(candidates[index].Endpoint).Count > 0)
            {
                gated.Add(candidates[index].Endpoint);
            }
        }

        return gated;
    }

    private async Task AuthenticateAndDecideAsync(HttpContext http, CandidateSet candidates, List<Endpoint> gated)
    {
        await authentication.AuthenticateAsync(http, gated).ConfigureAwait(false);
        Decide(http, candidates);
    }

    private void Decide(HttpContext http, CandidateSet candidates)
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
