using Microsoft.AspNetCore.SignalR;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Lets hubs ask for the user of their connection. Where that is polled, it began in a request that ends long before, and everything that the hub
/// does flows from there.</summary>
internal sealed class HubRequestFilter(GrayRequests requests) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (requests.Flowing is { } request && context.Context.GetHttpContext() is { } http && !ReferenceEquals(request.Http?.Features, http.Features))
        {
            request.ContinueIn(http);
        }

        return next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception).ConfigureAwait(false);
        }
        finally
        {
            requests.Flowing?.EndContinued();
        }
    }
}
