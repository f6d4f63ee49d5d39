using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Tells the outcome of a request that is over: by the app's own function, or else by <see cref="RequestVerdict"/>.</summary>
internal sealed class RequestJudge(IOptions<GrayAspNetCoreOptions> options, IServiceProvider services, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Outcomes);

    // Where an app has no endpoints, middleware is all that answers.
    private readonly EndpointDataSource? _endpoints = services.GetService<EndpointDataSource>();
    private int _failures;

    /// <summary>Ends what the request asked for.</summary>
    /// <param name="outcomes">Where the verdict goes.</param>
    /// <param name="http">The request.</param>
    /// <param name="exception">What nobody handled; null for nothing.</param>
    public void End(UnitOfWorkOutcomes outcomes, HttpContext http, Exception? exception)
    {
        // Whoever gave up was not answered: there is nothing to look at.
        if (RequestVerdict.IsAbandoned(http, exception))
        {
            outcomes.Abandon();
        }
        else
        {
            outcomes.Complete(Asked(http, exception) ?? RequestVerdict.Of(http, exception, _endpoints?.Endpoints.Count > 0));
        }
    }

    private GrayVerdict? Asked(HttpContext http, Exception? exception)
    {
        try
        {
            return options.Value.Outcome?.Invoke(http, exception);
        }
        catch (Exception thrown)
        {
            if (Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.OutcomeFailed(_logger, thrown);
            }

            return null;
        }
    }
}
