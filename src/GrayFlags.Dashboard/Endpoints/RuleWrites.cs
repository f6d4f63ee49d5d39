using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Wire;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The operations on rules: the kill switch, the pin, and documents that are held back.</summary>
internal sealed class RuleWrites(DashboardSite site)
{
    public IEnumerable<Endpoint> All =>
    [
        Endpoint.Write("api/flags/{name}/off", DashboardRight.Operate, http => RunAsync(http, "off", Flag, async (request, target, by, reason) =>
        {
            await site.Rules.TurnOffAsync(target, by, reason, http.RequestAborted).ConfigureAwait(false);
            return true;
        })),
        Endpoint.Write("api/flags/{name}/on", DashboardRight.Operate, http => RunAsync(http, "on", Flag, (request, target, by, reason) =>
            site.Rules.TurnOnAsync(target, by, reason, http.RequestAborted))),
        Endpoint.Write("api/rules/pin", DashboardRight.Operate, http => RunAsync(http, "pin", (_, request) => request.Version, async (_, target, by, reason) =>
        {
            await site.Rules.PinAsync(target, by, reason, http.RequestAborted).ConfigureAwait(false);
            return true;
        })),
        Endpoint.Write("api/rules/unpin", DashboardRight.Operate, http => RunAsync(http, "unpin", (_, _) => PinnedVersion, async (_, _, by, reason) =>
        {
            var isPinned = site.Rules.Pin is not null;
            await site.Rules.UnpinAsync(by, reason, http.RequestAborted).ConfigureAwait(false);
            return isPinned;
        })),
        Endpoint.Write("api/rules/accept", DashboardRight.Operate, http => RunAsync(http, "accept", (_, request) => request.Provider, (_, target, by, reason) =>
            site.Rules.AcceptHeldAsync(target, by, reason, http.RequestAborted))),
    ];

    private string PinnedVersion => site.Rules.Pin?.Version ?? "-";

    private static string? Flag(HttpContext http, OperationRequest request) => Names.Of(http, "name");

    private async Task<Answer?> RunAsync(
        HttpContext http,
        string operation,
        Func<HttpContext, OperationRequest, string?> targetOf,
        Func<OperationRequest, string, string, string, Task<bool>> run)
    {
        var (request, refusal) = await Body.ReadAsync(http, DashboardJson.Default.OperationRequest, RolloutWrites.MostBytes).ConfigureAwait(false);
        if (request is null)
        {
            return refusal;
        }

        if (targetOf(http, request) is not { Length: > 0 } target)
        {
            return Answer.BadRequest("target", operation == "pin" ? "version is missing." : "provider is missing.");
        }

        return await new Operation(site, operation, operation, target).RunAsync(http, request.Reason, async (by, reason) => Answer.Ok(
            new Done(await run(request, target, by, reason).ConfigureAwait(false)), DashboardJson.Default.Done)).ConfigureAwait(false);
    }
}
