using GrayFlags.Providers;
using GrayFlags.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Creates the services whose constructors are internal.</summary>
internal static class ServiceFactory
{
    private const string LogCategory = "GrayFlags";

    // An app need not log: without a factory the library is silent.
    public static ILogger Logger(IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(LogCategory) ?? NullLogger.Instance;

    public static RuleSetUpdater Updater(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        var providers = new List<IRuleProvider>();
        foreach (var registration in services.GetServices<ProviderRegistration>())
        {
            providers.Add(registration.Create(services));
        }

        var updater = new RuleSetUpdater(
            services.GetRequiredService<SnapshotStore>(),
            providers,
            new UpdaterOptions { Limits = options.Limits, StartEmptyOnInvalidDocument = options.StartEmptyOnInvalidDocument },
            services.GetRequiredService<TimeProvider>(),
            Logger(services));
        try
        {
            updater.Start();
            return updater;
        }
        catch
        {
            updater.Dispose();
            throw;
        }
    }

    public static GrayEvaluator Evaluator(IServiceProvider services)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        var readerServices = new FlagReaderServices(clock, services.GetRequiredService<IGrayContextAccessor>(), options.JsonTypeInfoResolver, options.ThrowOnUnknownFlag, Logger(services));
        return new GrayEvaluator(new FlagReader(services.GetRequiredService<SnapshotStore>(), readerServices), services.GetRequiredService<RuleSetUpdater>(), clock);
    }
}
