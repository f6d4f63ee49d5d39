using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Goes from question to question to the endpoints that are open.</summary>
internal sealed class GateTable(
    RequestFlags flags, GateQuestion[] questions, RouteCandidate[] shown, int first, int[] states, GateNode?[] nodes)
    : PolicyJumpTable
{
    public override int GetDestination(HttpContext httpContext)
    {
        var next = first;
        while (next >= 0)
        {
            ref readonly var question = ref questions[next];
            next = !question.IsAnswered(httpContext.Request)
                && Ask(httpContext, question, shown[next]) ? question.WhenOn : question.WhenOff;
        }

        var end = ~next;
        if (nodes[end] is { } node && node.MayNarrow(httpContext.Request))
        {
            httpContext.Features.Set(node);
            return states[^1];
        }

        return states[end];
    }

    private bool Ask(HttpContext http, in GateQuestion question, RouteCandidate candidate)
    {
        using var route = flags.LooksAtRequests ? GateRoute.Show(http, flags, [candidate.Endpoint], candidate.ValuesOf(http)) : null;
        return flags.IsEnabled(http, question.Flag, question.AskerOf(http.Request));
    }
}
