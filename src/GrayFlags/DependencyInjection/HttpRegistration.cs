using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Registers an address as a provider, with its options under the address as their name.</summary>
internal static class HttpRegistration
{
    public static void Add(IServiceCollection services, Uri uri, Action<HttpRuleProviderOptions, IServiceProvider>? configure)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException("An absolute address is required.", nameof(uri));
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpRuleProviderOptions>, HttpOptionsValidator>());
        var name = uri.AbsoluteUri;
        var key = ("http", name);
        var options = services.AddOptions<HttpRuleProviderOptions>(name);
        if (new ProviderRegistration(key, provider => provider.GetRequiredKeyedService<HttpRuleProvider>(key)).AddTo(services))
        {
            // A service of its own, so that the container closes its connections.
            services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, name));
            options.Configure<IServiceProvider>((target, provider) => SetDefaults(target, provider, uri)).ValidateOnStart();
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }
    }

    private static HttpRuleProvider Create(IServiceProvider services, string name) => new(
        services.GetRequiredService<IOptionsMonitor<HttpRuleProviderOptions>>().Get(name),
        services.GetRequiredService<TimeProvider>(),
        ServiceFactory.Logger(services));

    // The app may have configured the name before it added the address.
    private static void SetDefaults(HttpRuleProviderOptions options, IServiceProvider services, Uri uri)
    {
        options.Uri ??= uri;
        options.Limits = DefaultLimits.Of(options.Limits, services);
    }
}
