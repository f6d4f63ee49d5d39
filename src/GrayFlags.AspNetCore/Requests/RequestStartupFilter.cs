using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.AspNetCore.SignedOverrides;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Adds the per-request setup before the app's own middleware.</summary>
internal sealed class RequestStartupFilter(GrayRequests requests, OverrideMiddleware overrides, OfrepSite site) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => http => requests.RunAsync(http, following));
        if (overrides.IsOn)
        {
            app.Use(following => http => overrides.InvokeAsync(http, following));
        }

        next(app);
        if (site.IsMapped)
        {
            // Builds the endpoints now, which refuses what would be open by mistake before the first request, and not at it.
            _ = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints;
        }
    };
}
