using GrayFlags.Providers.Http;
using GrayFlags.Publishing;
using GrayFlags.Snapshots.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>Registers the store of documents, and a document of it as a provider, with its options under the document's name.</summary>
internal static class StoredDocumentRegistration
{
    public static IGrayFlagsBuilder AddStore(IGrayFlagsBuilder builder, ServiceDescriptor store)
    {
        builder.Services.Replace(store);
        builder.Services.TryAddSingleton(Documents);
        return builder;
    }

    public static void Add(IServiceCollection services, string document, Action<StoredRuleProviderOptions>? configure)
    {
        DocumentNames.ThrowIfNoName(document, nameof(document));

        var key = ("store", document);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoredRuleProviderOptions>, StoredOptionsValidator>());
        if (new ProviderRegistration(key, provider => provider.GetRequiredKeyedService<StoredRuleProvider>(key)).AddTo(services))
        {
            services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, document));
            services.AddOptions<StoredRuleProviderOptions>(document)
                .Configure<IServiceProvider>((options, provider) => SetDefaults(options, provider, document))
                .ValidateOnStart();
        }

        if (configure is not null)
        {
            services.Configure(document, configure);
        }
    }

    private static StoredRuleProvider Create(IServiceProvider services, string document) => new(
        services.GetService<IDocumentStore>() ?? throw new InvalidOperationException(
            $"The document '{document}' has no store: add one with AddDocumentStore, AddPostgreSql or AddRedis."),
        services.GetRequiredService<IOptionsMonitor<StoredRuleProviderOptions>>().Get(document),
        ServiceFactory.InstanceName(services),
        services.GetRequiredService<TimeProvider>(),
        ServiceFactory.Logger(services),
        Jitter.Create());

    private static IGrayDocuments Documents(IServiceProvider services) => new GrayDocuments(
        new PatientStore(services.GetRequiredService<IDocumentStore>()),
        services.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits,
        (name, document) => services.GetRequiredService<RuleSetUpdater>().FindProblems(StoredRuleProvider.NameOf(name), document));

    private static void SetDefaults(StoredRuleProviderOptions options, IServiceProvider services, string document)
    {
        if (options.Document.Length == 0)
        {
            options.Document = document;
        }

        options.Limits = DefaultLimits.Of(options.Limits, services);
    }
}
