using GrayFlags.Dashboard;
using GrayFlags.Dashboard.Access;
using GrayFlags.Dashboard.DependencyInjection;
using GrayFlags.Dashboard.Endpoints;
using GrayFlags.Dashboard.Events;
using GrayFlags.Dashboard.Evidence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags;

/// <summary>Registers the dashboard.</summary>
public static class GrayFlagsDashboardExtensions
{
    /// <summary>
    /// Adds the dashboard and the operations API, which <c>app.MapGrayDashboard("/flags")</c> maps. Closed by default: without a policy for reading, the start
    /// fails. Calling it again adds nothing twice.
    /// </summary>
    /// <param name="builder">The builder of <c>AddGrayFlags</c>.</param>
    /// <param name="configure">Sets options. Checked at the start of the host.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddDashboard(this IGrayFlagsBuilder builder, Action<GrayDashboardOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        services.AddOptions<GrayDashboardOptions>().ValidateOnStart();
        services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(DashboardSite)))
        {
            return builder;
        }

        services.AddOptions<GrayFlagsOptions>().PostConfigure<IOptions<GrayDashboardOptions>>(static (flags, dashboard) =>
        {
            flags.MeasureUsage |= dashboard.Value.Usage;
            flags.KeepRecentContexts |= dashboard.Value.KeepRecentContexts;
        });
        services.AddAuthorization();
        services.AddAntiforgery();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrayDashboardOptions>, DashboardOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccessControl>();
        services.AddSingleton<WriteGuard>();
        services.AddSingleton<ActorNames>();
        services.AddSingleton<StoreCalls>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<DashboardEvents>();
        services.AddSingleton<EvidenceRecorder>();
        services.AddSingleton<DashboardSite>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<EvidenceRecorder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PolicyCheck>());
        return builder;
    }
}
