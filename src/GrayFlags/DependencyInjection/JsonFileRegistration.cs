using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Registers a JSON file as a provider, with its options under the path as their name.</summary>
internal static class JsonFileRegistration
{
    public static void Add(IServiceCollection services, string path, Action<JsonFileRuleProviderOptions>? configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JsonFileRuleProviderOptions>, JsonFileOptionsValidator>());
        if (new ProviderRegistration(("file", path), provider => Create(provider, path)).AddTo(services))
        {
            services.AddOptions<JsonFileRuleProviderOptions>(path)
                .Configure<IServiceProvider>((options, provider) => SetDefaults(options, provider, path))
                .ValidateOnStart();
        }

        if (configure is not null)
        {
            services.Configure(path, configure);
        }
    }

    private static JsonFileRuleProvider Create(IServiceProvider services, string path) => new(
        services.GetRequiredService<IOptionsMonitor<JsonFileRuleProviderOptions>>().Get(path),
        services.GetRequiredService<TimeProvider>(),
        ServiceFactory.Logger(services));

    // The app may have configured the name before it added the file.
    private static void SetDefaults(JsonFileRuleProviderOptions options, IServiceProvider services, string path)
    {
        if (options.Path.Length == 0)
        {
            options.Path = Path.GetFullPath(path, services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory);
        }

        options.Limits = DefaultLimits.Of(options.Limits, services);
    }
}
