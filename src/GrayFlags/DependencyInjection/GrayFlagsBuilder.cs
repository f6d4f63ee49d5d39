using System.Diagnostics.CodeAnalysis;
using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

internal sealed class GrayFlagsBuilder(IServiceCollection services) : IGrayFlagsBuilder
{
    public IServiceCollection Services { get; } = services;

    public IGrayFlagsBuilder AddJsonFile(string path, Action<JsonFileRuleProviderOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        return Add(("file", path), services =>
        {
            var root = services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
            var options = new JsonFileRuleProviderOptions
            {
                Path = Path.GetFullPath(path, root),
                Limits = services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits,
            };
            configure?.Invoke(options);
            return new JsonFileRuleProvider(options, services.GetRequiredService<TimeProvider>(), ServiceFactory.Logger(services));
        });
    }

    public IGrayFlagsBuilder AddHttp(Uri uri, Action<HttpRuleProviderOptions>? configure = null) => Add(HttpRegistration.For(Services, uri, (options, _) => configure?.Invoke(options)));

    public IGrayFlagsBuilder AddHttp(Uri uri, Action<HttpRuleProviderOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        return Add(HttpRegistration.For(Services, uri, configure));
    }

    public IGrayFlagsBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IRuleProvider
    {
        Services.TryAddSingleton<TProvider>();
        return Add(typeof(TProvider), services => services.GetRequiredService<TProvider>());
    }

    public IGrayFlagsBuilder AddProvider(IRuleProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);

        return Add(provider, _ => provider);
    }

    public IGrayFlagsBuilder AddContextAccessor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>()
        where TAccessor : class, IGrayContextAccessor
    {
        Services.Replace(ServiceDescriptor.Singleton<IGrayContextAccessor, TAccessor>());
        return this;
    }

    public IGrayFlagsBuilder AddOutcomes()
    {
        Services.TryAddSingleton<IUnitOfWorkOutcomesAccessor, UsedOutcomes>();
        return this;
    }

    public IGrayFlagsBuilder AddCondition<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCondition>(string name)
        where TCondition : class, IGrayCondition
    {
        Services.TryAddSingleton<TCondition>();
        ConditionRegistration.Add(Services, name, typeof(TCondition), static services => services.GetRequiredService<TCondition>());
        return this;
    }

    public IGrayFlagsBuilder AddCondition(string name, IGrayCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);

        ConditionRegistration.Add(Services, name, condition, _ => condition);
        return this;
    }

    public IGrayFlagsBuilder AddRolloutStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IRolloutStore
    {
        Services.Replace(ServiceDescriptor.Singleton<IRolloutStore, TStore>());
        return this;
    }

    public IGrayFlagsBuilder AddRolloutStore(IRolloutStore store)
    {
        ArgumentNullException.ThrowIfNull(store);

        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    private GrayFlagsBuilder Add(object key, Func<IServiceProvider, IRuleProvider> create) => Add(new ProviderRegistration(key, create));

    private GrayFlagsBuilder Add(ProviderRegistration registration)
    {
        registration.AddTo(Services);
        return this;
    }
}
