using GrayFlags;
using GrayFlags.DependencyInjection;
using GrayFlags.Rollouts.Control;
using GrayFlags.Snapshots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers GrayFlags.</summary>
public static class GrayFlagsServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IGrayEvaluator"/> (singleton), <see cref="IGrayEvaluatorSnapshot"/> (scoped) and <see cref="IGrayFlagsMonitor"/> (singleton),
    /// without rules. Calling it again adds nothing twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options; null for the defaults. Checked at the start of the host.</param>
    /// <returns>A builder that adds where rules come from.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IGrayFlagsBuilder AddGrayFlags(this IServiceCollection services, Action<GrayFlagsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<GrayFlagsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrayFlagsOptions>, GrayFlagsOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrayContextAccessor>();
        services.TryAddSingleton<IGrayContextAccessor>(provider => provider.GetRequiredService<GrayContextAccessor>());
        services.TryAddSingleton<UnitOfWorkOutcomesAccessor>();
        services.TryAddSingleton(ServiceFactory.RolloutStore);
        services.TryAddSingleton(ServiceFactory.States);
        services.TryAddSingleton<IRolloutStateRegistry>(provider => provider.GetRequiredService<RolloutStateRegistry>());
        services.TryAddSingleton<SnapshotStore>();
        services.TryAddSingleton(ServiceFactory.RolloutMetrics);
        services.TryAddSingleton(ServiceFactory.Rollouts);
        services.TryAddSingleton(ServiceFactory.StateFolder);
        services.TryAddSingleton(ServiceFactory.Updater);
        services.TryAddSingleton(ServiceFactory.Evaluator);
        services.TryAddSingleton<IGrayEvaluator>(provider => provider.GetRequiredService<GrayEvaluator>());
        services.TryAddSingleton<IGrayOverrides>(provider => provider.GetRequiredService<GrayEvaluator>());
        services.TryAddSingleton<IGrayFlagsMonitor>(provider => provider.GetRequiredService<GrayEvaluator>());
        services.TryAddSingleton<IGrayRules>(provider => provider.GetRequiredService<GrayEvaluator>());
        services.TryAddSingleton(provider => provider.GetRequiredService<GrayEvaluator>().Rollouts);
        services.TryAddSingleton(provider => provider.GetRequiredService<GrayEvaluator>().Feedback);
        services.TryAddSingleton(provider => provider.GetRequiredService<GrayEvaluator>().Usage);
        services.TryAddSingleton(ServiceFactory.Shadows);
        services.TryAddScoped(provider => provider.GetRequiredService<IGrayEvaluator>().CreateSnapshot());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GrayFlagsHostedService>());
        return new GrayFlagsBuilder(services);
    }

    /// <summary>Registers GrayFlags with rules from configuration, which are followed when it reloads.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// The section that holds the document, usually <c>configuration.GetSection("GrayFlags")</c>. Where it is the whole configuration, its section
    /// <c>GrayFlags</c> is read.
    /// Where its root is known (it is the app's own configuration, or a root itself), its providers are merged as layers by the rules of GrayFlags.
    /// The same section twice counts once.
    /// </param>
    /// <param name="configure">Sets options; null for the defaults. Options are never read from the section.</param>
    /// <returns>A builder that adds where else rules come from; what is added later overrides, flag by flag.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configuration"/> is null.</exception>
    public static IGrayFlagsBuilder AddGrayFlags(this IServiceCollection services, IConfiguration configuration, Action<GrayFlagsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        var builder = services.AddGrayFlags(configure);
        ConfigurationRegistration.For(configuration).AddTo(services);
        return builder;
    }
}
