using GrayFlags.AspNetCore.SignedOverrides;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Adds the per-request setup before the app's own middleware.</summary>
internal sealed class RequestStartupFilter(GrayRequests requests, OverrideMiddleware overrides) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => http => requests.RunAsync(http, following));
        if (overrides.IsOn)
        {
            app.Use(following => http => overrides.InvokeAsync(http, following));
        }

        next(app);
    };
}
