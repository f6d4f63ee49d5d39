using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace GrayFlags.AspNetCore.Gates;

/// <summary>Goes from question to question to the endpoints that are open.</summary>
internal sealed class GateTable(RequestFlags flags, GateQuestion[] questions, int first) : PolicyJumpTable
{
    public override int GetDestination(HttpContext httpContext)
    {
        var next = first;
        while (next >= 0)
        {
            ref readonly var question = ref questions[next];
            next = flags.IsEnabled(httpContext, question.Flag) ? question.WhenOn : question.WhenOff;
        }

        return ~next;
    }
}
