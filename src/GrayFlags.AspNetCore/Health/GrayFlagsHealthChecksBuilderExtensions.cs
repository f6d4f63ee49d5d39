using GrayFlags;
using GrayFlags.AspNetCore.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The health check of GrayFlags.</summary>
public static class GrayFlagsHealthChecksBuilderExtensions
{
    private const string DefaultName = "grayflags";

    /// <summary>
    /// Adds a check that is unhealthy while no rules were loaded, and degraded while the last good ones serve or
    /// a source is silent for too long. It reads what is known, and asks no source.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What no rules at all are reported as; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which checks are selected; null for none.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddGrayFlags(
        this IHealthChecksBuilder builder, string name = DefaultName, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Add(
            new HealthCheckRegistration(name, services => new GrayFlagsHealthCheck(services.GetRequiredService<IGrayFlagsMonitor>()), failureStatus, tags));
    }
}
