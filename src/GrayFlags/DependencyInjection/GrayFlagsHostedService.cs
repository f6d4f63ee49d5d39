using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Loads the first rules when the host starts, and ends the start where a document is there but invalid.</summary>
internal sealed class GrayFlagsHostedService(IServiceProvider services, IOptions<GrayFlagsOptions> options, TimeProvider clock) : IHostedService
{
    private readonly ILogger _logger = ServiceFactory.Logger(services);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var updater = services.GetRequiredService<RuleSetUpdater>();
        var timeout = options.Value.StartupTimeout;
        try
        {
            // Counted from when loading began: where something asked for the evaluator before, that was earlier.
            var rest = timeout - clock.GetElapsedTime(updater.StartedAt);
            if (rest > TimeSpan.Zero)
            {
                await updater.FirstDocuments.WaitAsync(rest, clock, cancellationToken).ConfigureAwait(false);
            }
            else if (timeout > TimeSpan.Zero && !updater.FirstDocuments.IsCompleted)
            {
                Log.StartedBeforeFirstLoads(_logger, timeout);
            }
        }
        catch (TimeoutException)
        {
            Log.StartedBeforeFirstLoads(_logger, timeout);
        }

        if (updater.FirstLoads.IsCompleted)
        {
            updater.ThrowIfStartIsRefused();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
