using System.Diagnostics.Metrics;
using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using GrayFlags.Rollouts.Shadowing;
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
    private const string EvaluationCategory = "GrayFlags.Evaluation";

    // An app need not log: without a factory the library is silent.
    public static ILogger Logger(IServiceProvider services, string category = LogCategory) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(category) ?? NullLogger.Instance;

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
        var store = services.GetRequiredService<SnapshotStore>();
        var updater = services.GetRequiredService<RuleSetUpdater>();
        var unknownFlags = new UnknownFlagLog(clock, logger);
        var events = new EvaluationLog(options.EvaluationEvents, options.EvaluationSampling, options.EvaluationContextIdKey, Logger(services, EvaluationCategory));
        var observer = new EvaluationObserver(services.GetService<IMeterFactory>(), store, () => updater.Status, () => unknownFlags.Count, events);
        var attention = new Attention();
        if (options.EvaluationEvents != EvaluationEvents.None)
        {
            attention.Add();
        }

        var readerServices = new FlagReaderServices(clock, services.GetRequiredService<IGrayContextAccessor>(), options.JsonTypeInfoResolver, options.ThrowOnUnknownFlag, attention, new FlagOverrides(attention), new RequestDraws(options.RequestSeed), unknownFlags, observer, logger);
        return new GrayEvaluator(new FlagReader(store, readerServices), updater, observer, clock, logger);
    }

    public static ShadowRunner Shadows(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        return new ShadowRunner(options.ShadowCapacity, options.ShadowConcurrency, options.ShadowTimeout, services.GetRequiredService<TimeProvider>(), services.GetService<IMeterFactory>());
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
