using GrayFlags.Dashboard.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.Access;

/// <summary>Asks the app for the names of its users.</summary>
internal sealed class ActorNames(IOptions<GrayDashboardOptions> options, ILoggerFactory loggers)
{
    private readonly Func<HttpContext, string?> _actor = options.Value.Actor;
    private readonly ILogger _logger = loggers.CreateLogger(DashboardLog.Category);

    /// <summary>The name of the caller; null when there is none, or when asking for it has failed.</summary>
    public string? Of(HttpContext http)
    {
        try
        {
            return _actor(http);
        }
#pragma warning disable CA1031 // Code of the app: somebody without a name may go on reading.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ActorFailed(_logger, exception);
            return null;
        }
    }
}
