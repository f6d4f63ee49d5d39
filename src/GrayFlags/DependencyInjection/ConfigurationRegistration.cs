using GrayFlags.Providers.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Registers a configuration section as a provider.</summary>
internal static class ConfigurationRegistration
{
    public static ProviderRegistration For(IConfiguration configuration)
    {
        // A section is an object of its own at each GetSection; its root's reload token and its path tell it.
        var key = configuration is IConfigurationSection section ? (section.GetReloadToken(), section.Path) : ((object)configuration, "");
        return new ProviderRegistration(key, services =>
        {
            var options = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value;
            return ConfigurationRuleProvider.Create(
                configuration,
                services.GetService<IConfiguration>(),
                options.AllowEmptyConfiguration,
                options.Limits,
                ServiceFactory.Logger(services));
        });
    }
}
