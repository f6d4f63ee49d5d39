using GrayFlags.Providers.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Registers an address as a provider.</summary>
internal static class HttpRegistration
{
    public static ProviderRegistration For(IServiceCollection services, Uri uri, Action<HttpRuleProviderOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException("An absolute address is required.", nameof(uri));
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, HttpClientSettings>());

        // A service of its own, so that the container closes its connections.
        var key = ("http", uri.AbsoluteUri);
        services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, uri, configure));
        return new ProviderRegistration(key, provider => provider.GetRequiredKeyedService<HttpRuleProvider>(key));
    }

    private static HttpRuleProvider Create(IServiceProvider services, Uri uri, Action<HttpRuleProviderOptions, IServiceProvider> configure)
    {
        var options = new HttpRuleProviderOptions { Uri = uri, Limits = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits };
        configure(options, services);
        if (options.CreateHttpClient is null && services.GetService<IHttpClientFactory>() is { } factory)
        {
            options.CreateHttpClient = () => factory.CreateClient(HttpClientSettings.ClientName);
        }

        return new HttpRuleProvider(options, services.GetRequiredService<TimeProvider>(), ServiceFactory.Logger(services));
    }
}
