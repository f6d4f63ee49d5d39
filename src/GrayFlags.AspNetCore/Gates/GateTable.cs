using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Goes from question to question to the endpoints that are open.</summary>
internal sealed class GateTable(GrayRequests requests, GateQuestion[] questions, int first) : PolicyJumpTable
{
    public override int GetDestination(HttpContext httpContext)
    {
        var flags = requests.Of(httpContext).Flags;
        var next = first;
        while (next >= 0)
        {
            ref readonly var question = ref questions[next];
            next = flags.IsEnabled(question.Flag) ? question.WhenOn : question.WhenOff;
        }

        return ~next;
    }
}
