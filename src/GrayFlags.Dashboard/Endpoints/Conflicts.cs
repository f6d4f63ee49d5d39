using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>409, with what is there now.</summary>
internal static class Conflicts
{
    public static Answers.Answer Answer(DashboardSite site, string kind, string target, string code, string message) => Answers.Answer.Of(
        StatusCodes.Status409Conflict,
        new Failure
        {
            Code = code,
            Message = message,
            Rollout = kind == AuditTrail.Rollout && site.Rollouts.GetStatus(target) is { } status ? RolloutView.Of(status) : null,
        },
        DashboardJson.Default.Failure);
}
