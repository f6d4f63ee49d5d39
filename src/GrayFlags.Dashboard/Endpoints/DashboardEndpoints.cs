using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.Answers;
using GrayFlags.Dashboard.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>Every endpoint. None is mapped but by <see cref="Guarded"/>.</summary>
internal static class DashboardEndpoints
{
    public static IEndpointConventionBuilder Map(RouteGroupBuilder group, DashboardSite site)
    {
        foreach (var endpoint in All(site))
        {
            // What one may see is nobody else's, whatever the app's policies of output caching say.
            var mapped = group.MapMethods(endpoint.Route, [endpoint.Method], Guarded(endpoint, site))
                .WithDisplayName($"GrayFlags {endpoint.Route}")
                .CacheOutput(static policy => policy.NoCache());
            if (endpoint.Route == EventStream.Route)
            {
                mapped.DisableRequestTimeout();
            }
        }

        return group;
    }

    public static IEnumerable<Endpoint> All(DashboardSite site) =>
    [
        .. new PageEndpoints(site).All,
        OpenApiEndpoint.Endpoint,
        .. new ReadEndpoints(site).All,
        .. new DocumentReads(site).All,
        .. new DraftEndpoints(site).All,
        .. new EventStream(site).All,
        .. new RolloutWrites(site).All,
        .. new RuleWrites(site).All,
        .. new DocumentWrites(site).All,
    ];

    private static RequestDelegate Guarded(Endpoint endpoint, DashboardSite site) => async http =>
    {
        SecurityHeaders.Set(http.Response);
        var answer = await RefusalAsync(endpoint, site, http).ConfigureAwait(false) ?? await endpoint.Answer(http).ConfigureAwait(false);
        if (answer is not null && !http.Response.HasStarted)
        {
            await answer.SendAsync(http).ConfigureAwait(false);
        }
    };

    private static async Task<Answer?> RefusalAsync(Endpoint endpoint, DashboardSite site, HttpContext http)
    {
        var access = await site.Access.AskAsync(http, endpoint.Right).ConfigureAwait(false);
        if (access == AccessOutcome.Granted)
        {
            return endpoint.IsWrite ? await site.Writes.RefusalAsync(http).ConfigureAwait(false) : null;
        }

        if (endpoint.IsPage)
        {
            if (access == AccessOutcome.Unknown && await site.Access.TryChallengeAsync(http).ConfigureAwait(false))
            {
                return Answer.Given;
            }

            // Who may not read learns nothing, not even that there is a page.
            return Answer.NotFound("There is no such page.");
        }

        if (access == AccessOutcome.Unknown)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Answer.Failure(StatusCodes.Status401Unauthorized, "unknownUser", "Nobody has signed in.");
        }

        return Answer.Failure(StatusCodes.Status403Forbidden, "forbidden", access == AccessOutcome.Nobody
            ? "The options of the dashboard give this right to nobody."
            : "The user does not meet the policy.");
    }
}
