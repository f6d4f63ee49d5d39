using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using GrayFlags.Rules;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Saved;
using GrayFlags.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
            new UpdaterOptions
            {
                Rules = Rules(services, options),
                StartEmptyOnInvalidDocument = options.StartEmptyOnInvalidDocument,
                ShrinkGuard = options.ShrinkGuard,
                ShrinkGuardReads = options.ShrinkGuardReads,
                KeptVersions = options.KeptVersions,
            },
            Saved(services, options, providers),
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
        var logger = Logger(services);
        var readerServices = new FlagReaderServices(clock, services.GetRequiredService<IGrayContextAccessor>(), options.JsonTypeInfoResolver, options.ThrowOnUnknownFlag, new FlagOverrides(), new RequestDraws(options.RequestSeed), logger);
        return new GrayEvaluator(new FlagReader(services.GetRequiredService<SnapshotStore>(), readerServices), services.GetRequiredService<RuleSetUpdater>(), clock, logger);
    }

    private static RuleSetOptions Rules(IServiceProvider services, GrayFlagsOptions options) => new()
    {
        Limits = options.Limits,
        Custom = ConditionRegistration.Conditions(services),
        EnvironmentName = options.EnvironmentName ?? services.GetService<IHostEnvironment>()?.EnvironmentName ?? Variable("DOTNET_ENVIRONMENT") ?? Environments.Production,
        InstanceName = options.InstanceName ?? Variable("HOSTNAME") ?? Environment.MachineName,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static SavedRules? Saved(IServiceProvider services, GrayFlagsOptions options, List<IRuleProvider> providers)
    {
        if (string.IsNullOrEmpty(options.StateDirectory))
        {
            if (providers.Any(provider => provider is HttpRuleProvider))
            {
                Log.NothingIsSaved(Logger(services));
            }

            return null;
        }

        var root = services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
        var folder = new SavedFolder(Path.GetFullPath(options.StateDirectory, root), Logger(services));
        return new SavedRules(folder, new SaveQueue(folder, services.GetRequiredService<TimeProvider>()), options.Limits);
    }
}
