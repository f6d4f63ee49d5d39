using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The operations on a rollout.</summary>
internal sealed class RolloutWrites(DashboardSite site)
{
    public const int MostBytes = 8 * 1024;

    public IEnumerable<Endpoint> All => RolloutOperations.All.Select(operation => Endpoint.Write(
        $"api/rollouts/{{flag}}/{operation}", DashboardRight.Operate, http => RunAsync(http, operation)));

    private async Task<Answer?> RunAsync(HttpContext http, string operation)
    {
        var flag = Names.Of(http, "flag");
        var (request, refusal) = await Body.ReadAsync(http, DashboardJson.Default.OperationRequest, MostBytes).ConfigureAwait(false);
        if (request is null)
        {
            return refusal;
        }

        if (site.Rollouts.GetStatus(flag) is not { } status)
        {
            return Answer.NotFound("The flag has no rollout.");
        }

        if (request.ExpectedRevision is null && !RolloutOperations.IsStop(operation))
        {
            return Answer.BadRequest("expectedRevision", "expectedRevision is missing: the revision of GET api/rollouts/{flag}, as it was looked at.");
        }

        var (name, asked) = (status.Record.Flag, RolloutOperations.Of(operation));
        return await new Operation(site, AuditTrail.Rollout, operation, name).RunAsync(http, request.Reason, async (by, reason, token) =>
        {
            try
            {
                var changed = await site.Rollouts.OperateAsync(
                    asked, name, new OperatorRequest(by, reason, request.ExpectedRevision), token).ConfigureAwait(false);
                return Answer.Ok(RolloutView.Of(changed), DashboardJson.Default.RolloutView);
            }
            catch (RolloutConflictException conflict)
            {
                return Conflicts.Answer(conflict);
            }
        }).ConfigureAwait(false);
    }
}
