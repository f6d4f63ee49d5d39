using System.Diagnostics.Metrics;
using GrayFlags.Compilation;
using GrayFlags.Evaluation;
using GrayFlags.Providers.Http;
using GrayFlags.Publishing;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rules;
using GrayFlags.Snapshots;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Telemetry;
using GrayFlags.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Creates the services whose constructors are internal.</summary>
internal static class ServiceFactory
{
    private const string RolloutFile = "rollouts.json";
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

        // First, so that a store that answers at once is known before any rules are live.
        services.GetRequiredService<RolloutServices>();
        var updater = new RuleSetUpdater(
            services.GetRequiredService<SnapshotStore>(),
            providers,
            new UpdaterOptions
            {
                Rules = Rules(services, options),
                StartEmptyOnInvalidDocument = options.StartEmptyOnInvalidDocument,
                ShrinkGuard = options.EnableShrinkGuard,
                ShrinkGuardReads = options.ShrinkGuardReads,
                KeptVersions = options.KeptVersions,
                StartTimeout = options.StartupTimeout > TimeSpan.Zero ? options.StartupTimeout : new UpdaterOptions().StartTimeout,
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
        var rollouts = services.GetRequiredService<RolloutServices>();
        var updater = services.GetRequiredService<RuleSetUpdater>();
        var unknownFlags = new UnknownFlagLog(clock, logger);
        var unreadableAttributes = new UnreadableAttributeLog(clock, logger);
        var events = new EvaluationLog(
            options.EvaluationEvents, options.EvaluationSampling, options.EvaluationContextIdKey, Logger(services, EvaluationCategory));
        var recents = options.KeepRecentContexts ? new RecentContexts() : null;
        var observer = new EvaluationObserver(
            services.GetService<IMeterFactory>(), store, () => updater.Status, () => unknownFlags.Count, () => unreadableAttributes.Count, events,
            recents);
        var interest = new EvaluationInterest();
        if (options.EvaluationEvents != EvaluationEvents.None || recents is not null)
        {
            interest.Add();
        }

        var overrides = new FlagOverrides(interest);
        var precedence = new Precedence(overrides);
        var pipeline = new EvaluationPipeline(store, new EvaluationServices
        {
            ContextAccessor = services.GetRequiredService<IGrayContextAccessor>(),
            JsonTypeInfoResolver = options.JsonTypeInfoResolver,
            Precedence = precedence,
            Frame = new FrameServices(clock, new RequestRandom(options.RequestSeed), precedence),
            Interest = interest,
            Observer = observer,
            Failures = new EvaluationFailures(options.ThrowOnUnknownFlag, unknownFlags, unreadableAttributes, logger),
            Rollouts = rollouts.Sessions,
            Shadows = services.GetRequiredService<ShadowRunner>(),
            Outcomes = services.GetService<IUnitOfWorkOutcomesAccessor>(),
        });
        var usage = options.MeasureUsage
            ? new UsageMeter(
                observer.Counted,
                store,
                () => FlagSummaries.Of(updater.Published, clock.GetUtcNow()),
                new UsageFile(services.GetRequiredService<StateFolderSource>().Folder, clock, logger),
                updater.FleetDocument is { } fleet
                    ? new FleetUsage(fleet.Store, DocumentNames.UsageOf(fleet.Document), clock, logger, Jitter.Create())
                    : null,
                clock,
                logger)
            : null;
        var evaluator = new GrayEvaluator(pipeline, overrides, updater, rollouts, observer, usage, recents, store, clock, logger);
        services.GetRequiredService<RolloutMetrics>().Show(() => evaluator.Rollouts.GetAll());
        return evaluator;
    }

    public static RolloutStateRegistry States(IServiceProvider services)
    {
        var source = services.GetRequiredService<RolloutStoreSource>();
        return new(source.Store is not null, source.FleetClock ?? services.GetRequiredService<TimeProvider>());
    }

    public static RolloutMetrics RolloutMetrics(IServiceProvider services) => new(services.GetService<IMeterFactory>());

    public static RolloutServices Rollouts(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        var source = services.GetRequiredService<RolloutStoreSource>();
        return new RolloutServices(
            services.GetRequiredService<SnapshotStore>(),
            services.GetRequiredService<RolloutStateRegistry>(),
            source.Store,
            InstanceName(options),
            services.GetRequiredService<TimeProvider>(),
            source.FleetClock,
            services.GetRequiredService<RolloutMetrics>(),
            Logger(services));
    }

    /// <summary>The store of the app; else a file in the state directory; else none.</summary>
    public static RolloutStoreSource RolloutStore(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        var own = services.GetService<IRolloutStore>();
        var store = own is null && StateDirectory(services, options) is { } directory ? new FileRolloutStore(Path.Combine(directory, RolloutFile)) : own;
        return new RolloutStoreSource(store, store is IRolloutLog ? new FleetClock(services.GetRequiredService<TimeProvider>()) : null);
    }

    public static ShadowRunner Shadows(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
        return new ShadowRunner(
            options.ShadowCapacity,
            options.ShadowConcurrency,
            options.ShadowTimeout,
            services.GetRequiredService<TimeProvider>(),
            services.GetService<IMeterFactory>());
    }

    private static RuleSetOptions Rules(IServiceProvider services, GrayFlagsOptions options) => new()
    {
        Limits = options.Limits,
        Custom = ConditionRegistration.Conditions(services),
        EnvironmentName = options.EnvironmentName
            ?? services.GetService<IHostEnvironment>()?.EnvironmentName
            ?? Variable("DOTNET_ENVIRONMENT")
            ?? Environments.Production,
        InstanceName = InstanceName(options),
        NotesOutcomes = services.GetService<IUnitOfWorkOutcomesAccessor>() is not null,
    };

    public static string InstanceName(IServiceProvider services) => InstanceName(services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value);

    private static string InstanceName(GrayFlagsOptions options) => options.InstanceName ?? Variable("HOSTNAME") ?? Environment.MachineName;

    private static string? StateDirectory(IServiceProvider services, GrayFlagsOptions options) => string.IsNullOrEmpty(options.StateDirectory)
        ? null
        : Path.GetFullPath(options.StateDirectory, services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public static StateFolderSource StateFolder(IServiceProvider services) => new(
        StateDirectory(services, services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value) is { } directory
            ? new StateFolder(directory, Logger(services))
            : null);

    private static StateStore? Saved(IServiceProvider services, GrayFlagsOptions options, List<IRuleProvider> providers)
    {
        if (services.GetRequiredService<StateFolderSource>().Folder is not { } folder)
        {
            if (providers.Any(provider => provider is HttpRuleProvider or StoredRuleProvider))
            {
                Log.NothingIsSaved(Logger(services));
            }

            return null;
        }

        var clock = services.GetRequiredService<TimeProvider>();
        return new StateStore(folder, new SaveQueue(folder, clock), options.Limits, clock);
    }
}
