using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>409, with what is there now.</summary>
internal static class Conflicts
{
    public static Answers.Answer Answer(RolloutConflictException conflict) =>
        Of("conflict", "The rollout is not as it was looked at. Look at it again.", conflict.Current);

    public static Answers.Answer Answer(DashboardSite site, string flag, InvalidOperationException exception) =>
        Of("state", exception.Message, site.Rollouts.GetStatus(flag));

    private static Answers.Answer Of(string code, string message, RolloutStatus? status) => Answers.Answer.Of(
        StatusCodes.Status409Conflict,
        new Failure { Code = code, Message = message, Rollout = status is null ? null : RolloutView.Of(status) },
        DashboardJson.Default.Failure);
}
