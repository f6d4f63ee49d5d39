using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>An endpoint reached through a route's tables, with its undecided constraints.</summary>
internal sealed class RouteCandidate
{
    private readonly TemplateMatcher? _matcher;
    private readonly (string Name, IRouteConstraint Constraint)[] _constraints = [];

    private RouteCandidate(Endpoint endpoint, int score, RoutingPolicies policies)
    {
        (Endpoint, Score) = (endpoint, score);

        // Routing's own refusal endpoints have no route.
        if (endpoint is RouteEndpoint { RoutePattern: { } pattern })
        {
            _matcher = new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults));
            _constraints =
            [
                .. from named in pattern.ParameterPolicies
                   from reference in named.Value
                   let constraint = policies.Parameters.Create(pattern.GetParameter(named.Key), reference) as IRouteConstraint
                   where constraint is not null
                   select (named.Key, constraint),
            ];
        }
    }

    public Endpoint Endpoint { get; }

    /// <summary>The precedence; lower is better, and equal candidates have the same.</summary>
    public int Score { get; }

    public static RouteCandidate[] Of(IReadOnlyList<Endpoint> endpoints, RoutingPolicies policies)
    {
        var candidates = new RouteCandidate[endpoints.Count];
        var score = 0;
        for (var index = 0; index < candidates.Length; index++)
        {
            score += index > 0 && !policies.AreEqual(endpoints[index - 1], endpoints[index]) ? 1 : 0;
            candidates[index] = new RouteCandidate(endpoints[index], score, policies);
        }

        return candidates;
    }

    /// <summary>Returns the route values of a request; null when a constraint, or a complex segment, does not match.</summary>
    public RouteValueDictionary? ValuesOf(HttpContext http)
    {
        var values = new RouteValueDictionary();
        return _matcher?.TryMatch(http.Request.Path, values) != false
            && Array.TrueForAll(_constraints, named => named.Constraint.Match(http, null, named.Name, values, RouteDirection.IncomingRequest))
            ? values
            : null;
    }
}
