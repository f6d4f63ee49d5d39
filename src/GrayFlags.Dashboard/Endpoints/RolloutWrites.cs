using System.Collections.Concurrent;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The operations on a rollout.</summary>
internal sealed class RolloutWrites(DashboardSite site)
{
    public const int MostBytes = 8 * 1024;

    // Two operators on one node: what the second one has seen is not there any more. Of other nodes the machine itself takes one command after the other.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);

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

        var run = new Operation(site, AuditTrail.Rollout, operation, status.Record.Flag);
        return await run.RunAsync(http, request.Reason, (by, reason) => RolloutOperations.IsStop(operation)
            ? OperateAsync(operation, status.Record.Flag, request.ExpectedRevision, by, reason, http.RequestAborted)
            : InTurnAsync(operation, status.Record.Flag, request.ExpectedRevision, by, reason, http.RequestAborted)).ConfigureAwait(false);
    }

    private async Task<Answer> InTurnAsync(string operation, string flag, string? expected, string by, string reason, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(flag, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await OperateAsync(operation, flag, expected, by, reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Answer> OperateAsync(string operation, string flag, string? expected, string by, string reason, CancellationToken cancellationToken)
    {
        if (expected is not null && site.Rollouts.GetStatus(flag) is { } now && RolloutView.RevisionOf(now.Record) != expected)
        {
            return Conflicts.Answer(site, AuditTrail.Rollout, flag, "conflict", "The rollout is not as it was looked at. Look at it again.");
        }

        var rollouts = site.Rollouts;
        var status = await (operation switch
        {
            RolloutOperations.Pause => rollouts.PauseAsync(flag, by, reason, cancellationToken),
            RolloutOperations.Resume => rollouts.ResumeAsync(flag, by, reason, cancellationToken),
            RolloutOperations.Approve => rollouts.ApproveAsync(flag, by, reason, cancellationToken),
            RolloutOperations.Promote => rollouts.PromoteAsync(flag, by, reason, cancellationToken),
            RolloutOperations.Rollback => rollouts.RollbackAsync(flag, by, reason, cancellationToken),
            RolloutOperations.Restart => rollouts.RestartAsync(flag, by, reason, cancellationToken),
            _ => rollouts.CancelAsync(flag, by, reason, cancellationToken),
        }).ConfigureAwait(false);
        return Answer.Ok(RolloutView.Of(status), DashboardJson.Default.RolloutView);
    }
}
