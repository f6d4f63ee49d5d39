using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Determines the outcome of a completed request: by the app's function, or else by <see cref="RequestVerdict"/>.</summary>
internal sealed class RequestJudge(IOptions<GrayAspNetCoreOptions> options, IServiceProvider services, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Outcomes);

    // In an app without endpoints, middleware produces all answers.
    private readonly EndpointDataSource? _endpoints = services.GetService<EndpointDataSource>();
    private int _failures;

    /// <summary>Ends the request's outcomes.</summary>
    /// <param name="outcomes">The outcomes to end.</param>
    /// <param name="http">The request.</param>
    /// <param name="exception">The unhandled exception, or null.</param>
    public void End(UnitOfWorkOutcomes outcomes, HttpContext http, Exception? exception)
    {
        // A client that gave up received no answer to judge.
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
