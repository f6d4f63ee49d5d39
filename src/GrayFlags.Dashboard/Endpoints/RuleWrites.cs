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
        Endpoint.Write("api/flags/{name}/off", DashboardRight.Operate, http => RunAsync(http, "off", Flag, async call =>
        {
            // Of one that is off already it replaces who and why.
            await site.Rules.TurnOffAsync(call.Target, call.By, call.Reason, call.Patience).ConfigureAwait(false);
            return Switched(call, isChanged: true);
        })),
        Endpoint.Write("api/flags/{name}/on", DashboardRight.Operate, http => RunAsync(http, "on", Flag, async call => Switched(
            call, await site.Rules.TurnOnAsync(call.Target, call.By, call.Reason, call.Patience).ConfigureAwait(false)))),
        Endpoint.Write("api/rules/pin", DashboardRight.Operate, http => RunAsync(http, "pin", static (_, request) => request.Version, async call =>
        {
            await site.Rules.PinAsync(call.Target, call.By, call.Reason, call.Patience).ConfigureAwait(false);
            return new Done(Changed: true);
        })),
        Endpoint.Write("api/rules/unpin", DashboardRight.Operate, http => RunAsync(http, "unpin", (_, _) => PinnedVersion, async call =>
        {
            var isPinned = site.Rules.Pin is not null;
            await site.Rules.UnpinAsync(call.By, call.Reason, call.Patience).ConfigureAwait(false);
            return new Done(isPinned);
        })),
        Endpoint.Write("api/rules/accept", DashboardRight.Operate, http => RunAsync(http, "accept", static (_, request) => request.Provider, async call =>
            new Done(await site.Rules.AcceptHeldAsync(call.Target, call.By, call.Reason, call.Patience).ConfigureAwait(false)))),
    ];

    private string PinnedVersion => site.Rules.Pin?.Version ?? "-";

    private static string? Flag(HttpContext http, OperationRequest request) => Names.Of(http, "name");

    // A switch for a flag that comes later is allowed; of a misspelt name nobody would else notice that nothing is off.
    private Done Switched(Call call, bool isChanged) => new(isChanged, site.HasFlag(call.Target) ? null : true);

    private async Task<Answer?> RunAsync(
        HttpContext http, string operation, Func<HttpContext, OperationRequest, string?> targetOf, Func<Call, Task<Done>> run)
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

        if (operation == "accept" && !site.Monitor.Status.Providers.Any(provider => string.Equals(provider.Name, target, StringComparison.Ordinal)))
        {
            return Answer.NotFound("There is no such provider; api/providers names them.");
        }

        return await new Operation(site, operation, operation, target).RunAsync(http, request.Reason, async (by, reason, token) =>
        {
            var done = await run(new Call(target, by, reason, token)).ConfigureAwait(false);
            return done.Changed ? Answer.Ok(done, DashboardJson.Default.Done) : Answer.Idle(done, DashboardJson.Default.Done);
        }).ConfigureAwait(false);
    }

    private readonly record struct Call(string Target, string By, string Reason, CancellationToken Patience);
}
