using Microsoft.AspNetCore.SignalR;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Makes hubs evaluate flags for the user of their connection. A polled connection began in a request that ends long before, and whose flow the
/// hub inherits.</summary>
internal sealed class HubRequestFilter(GrayRequests requests, UnitOfWorkOutcomesAccessor outcomes, TimeProvider clock, bool records) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        // After a reconnect the connection is another one's request: that in which it began is over.
        if (requests.Flowing is { Http: null } request && invocationContext.Context.GetHttpContext() is { } http)
        {
            request.ContinueIn(http);
        }

        if (!records)
        {
            return await next(invocationContext).ConfigureAwait(false);
        }

        var unit = new UnitOfWorkOutcomes(clock);
        using (outcomes.Use(unit))
        {
            try
            {
                var result = await next(invocationContext).ConfigureAwait(false);
                unit.Complete(GrayVerdict.Success);
                return result;
            }
            catch (Exception exception)
            {
                End(unit, invocationContext.Context, exception);
                throw;
            }
        }
    }

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (requests.Flowing is { } request && context.Context.GetHttpContext() is { } http && !ReferenceEquals(request.Http?.Features, http.Features))
        {
            request.ContinueIn(http);
        }

        return records ? ConnectAsync(context, next) : next(context);
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

    private async Task ConnectAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var unit = new UnitOfWorkOutcomes(clock);
        using (outcomes.Use(unit))
        {
            try
            {
                await next(context).ConfigureAwait(false);
                unit.Complete(GrayVerdict.Success);
            }
            catch (Exception exception)
            {
                End(unit, context.Context, exception);
                throw;
            }
        }
    }

    // An exception that a hub throws for its client to see is a refusal, like a 4xx.
    private static void End(UnitOfWorkOutcomes unit, HubCallerContext connection, Exception exception)
    {
        if (connection.ConnectionAborted.IsCancellationRequested)
        {
            unit.Abandon();
        }
        else
        {
            unit.Complete(exception is HubException ? GrayVerdict.Success : GrayVerdict.Failure);
        }
    }
}
