using GrayFlags;
using GrayFlags.AspNetCore.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The health check of GrayFlags.</summary>
public static class GrayFlagsHealthChecksBuilderExtensions
{
    private const string DefaultName = "grayflags";

    /// <summary>
    /// Adds a check that is unhealthy while no rules are loaded, and degraded while the last good ones serve, a source is silent for too long, or the store
    /// of rollouts is away. It reads the current status, and calls no source.
    /// </summary>
    /// <param name="builder">The result of <c>AddHealthChecks</c>.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status reported while no rules are loaded; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags that select checks; null for none.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddGrayFlags(
        this IHealthChecksBuilder builder, string name = DefaultName, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Add(new HealthCheckRegistration(name, Create, failureStatus, tags));
    }

    private static GrayFlagsHealthCheck Create(IServiceProvider services) =>
        new(services.GetRequiredService<IGrayFlagsMonitor>(), services.GetService<IGrayRollouts>());
}
