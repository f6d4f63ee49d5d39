using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>
/// A decision tree for the open endpoints of one route: each answer leads to the next question, or to the remaining endpoints. No flag is evaluated twice, and
/// no gate of an endpoint after a closed one.
/// </summary>
internal sealed class GateTree
{
    private readonly List<GateQuestion> _questions = [];
    private readonly List<Endpoint> _asked = [];
    private readonly List<IReadOnlyList<Endpoint>> _ends = [];
    private readonly int _first;

    /// <param name="endpoints">The endpoints of the route.</param>
    /// <param name="gatesOf">The gates of one that are asked here.</param>
    /// <param name="answeredOf">The methods for which a better endpoint answers than any that a flag gates; empty for all, null for none.</param>
    public GateTree(
        IReadOnlyList<Endpoint> endpoints, Func<Endpoint, IReadOnlyList<RequireGrayFlagAttribute>> gatesOf, Func<string, IReadOnlyList<string>?> answeredOf)
    {
        _first = Grow([]);

        int Grow(Dictionary<string, bool> known)
        {
            var open = new List<Endpoint>(endpoints.Count);
            foreach (var endpoint in endpoints)
            {
                var unsure = gatesOf(endpoint).FirstOrDefault(gate => !known.TryGetValue(gate.Flag, out var isOn) || isOn != gate.Enabled);
                if (unsure is null)
                {
                    open.Add(endpoint);
                }
                else if (!known.ContainsKey(unsure.Flag))
                {
                    return Ask(endpoint, unsure.Flag, known);
                }
            }

            _ends.Add(open);
            return ~(_ends.Count - 1);
        }

        int Ask(Endpoint endpoint, string flag, Dictionary<string, bool> known)
        {
            var place = _questions.Count;
            _asked.Add(endpoint);
            _questions.Add(default);
            _questions[place] = new GateQuestion(flag, GateQuestion.MethodsOfHalves(flag, endpoints), answeredOf(flag), Grow(With(true)), Grow(With(false)));
            return place;

            Dictionary<string, bool> With(bool isOn) => new(known, StringComparer.OrdinalIgnoreCase) { [flag] = isOn };
        }
    }

    /// <summary>The endpoint sets for which routing creates a state each. The last one leaves everything to a <see cref="GateNode"/>:
    /// tables that include the methods and hosts of closed endpoints may end without a match, and no gate would be evaluated.</summary>
    public IReadOnlyList<PolicyNodeEdge> Edges => [.. _ends.Append([GateNode.Undecided])
        .Select((open, index) => new PolicyNodeEdge(new End(this, index), open))];

    /// <summary>Creates the table of the tree with these ends, using routing's states.</summary>
    /// <param name="edges">The ends.</param>
    /// <param name="flags">Evaluates the flags.</param>
    /// <param name="policies">The routing policies that follow.</param>
    /// <param name="isUndecided">Returns true when a gate of an endpoint is decided later, among candidates.</param>
    public static GateTable TableOf(IReadOnlyList<PolicyJumpTableEdge> edges, RequestFlags flags, RoutingPolicies policies, Func<Endpoint, bool> isUndecided)
    {
        var tree = ((End)edges[0].State).Tree;
        var states = new int[tree._ends.Count + 1];
        foreach (var edge in edges)
        {
            states[((End)edge.State).Index] = edge.Destination;
        }

        var nodes = tree._ends.Select(end => end.Any(isUndecided) ? new GateNode(end, policies) : null).ToArray();
        var shown = tree._asked.Select(endpoint => RouteCandidate.Of([endpoint], policies)[0]).ToArray();
        return new GateTable(flags, [.. tree._questions], shown, tree._first, states, nodes);
    }

    private sealed record End(GateTree Tree, int Index);
}
