using GrayFlags.Formats;
using GrayFlags.Formats.FeatureManagement;
using Microsoft.Extensions.Configuration;

namespace GrayFlags;

/// <summary>Adds documents of other systems that are no files.</summary>
public static class GrayFlagsBuilderFormatsExtensions
{
    /// <summary>Adds the feature flags that a configuration has for Microsoft.FeatureManagement, and follows their changes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">
    /// The configuration that holds the section <c>feature_management</c> or <c>FeatureManagement</c>, usually its root; or a section that holds flags of the
    /// older schema itself.
    /// </param>
    /// <param name="configure">Sets the options. Default: none.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Configuration has only text: a <c>configuration_value</c> that is written as a number, <c>true</c> or <c>false</c> in JSON becomes one.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configuration"/> is null.</exception>
    public static IGrayFlagsBuilder AddFeatureManagement(
        this IGrayFlagsBuilder builder, IConfiguration configuration, Action<FeatureManagementFormatOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);

        var options = new FeatureManagementFormatOptions();
        configure?.Invoke(options);
        return builder.AddProvider(new FeatureManagementProvider(configuration, new FeatureManagementFormat(options)));
    }
}
