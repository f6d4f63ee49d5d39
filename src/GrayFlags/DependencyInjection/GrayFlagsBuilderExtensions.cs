using System.Diagnostics.CodeAnalysis;
using GrayFlags;
using GrayFlags.DependencyInjection;
using GrayFlags.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds where rules come from. What is added later overrides what was added earlier, flag by flag and segment by segment.</summary>
public static class GrayFlagsBuilderExtensions
{
    /// <summary>Adds a JSON file, which is followed: see <see cref="JsonFileRuleProvider"/>. The same path twice counts once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; a relative path starts at the host's content root, or without a host at <see cref="AppContext.BaseDirectory"/>. A file that is missing may come later.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IGrayFlagsBuilder AddJsonFile(this IGrayFlagsBuilder builder, string path, Action<JsonFileRuleProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);

        return builder.Add(("file", path), services =>
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

    /// <summary>Adds a provider of one's own, created by dependency injection as a singleton that can also be asked for by its type. The same type twice counts once.</summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGrayFlagsBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(this IGrayFlagsBuilder builder)
        where TProvider : class, IRuleProvider
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<TProvider>();
        return builder.Add(typeof(TProvider), services => services.GetRequiredService<TProvider>());
    }

    /// <summary>Adds a provider that exists, for example an <see cref="InMemoryRuleProvider"/> of a test. The same one twice counts once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="provider">The provider; the caller disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static IGrayFlagsBuilder AddProvider(this IGrayFlagsBuilder builder, IRuleProvider provider)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);

        return builder.Add(provider, _ => provider);
    }

    /// <summary>Says who is asking where a call names no context; replaces the accessor registered before.</summary>
    /// <typeparam name="TAccessor">The accessor, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGrayFlagsBuilder AddContextAccessor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(this IGrayFlagsBuilder builder)
        where TAccessor : class, IGrayContextAccessor
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<IGrayContextAccessor, TAccessor>());
        return builder;
    }

    private static IGrayFlagsBuilder Add(this IGrayFlagsBuilder builder, object key, Func<IServiceProvider, IRuleProvider> create)
    {
        new ProviderRegistration(key, create).AddTo(builder.Services);
        return builder;
    }
}
