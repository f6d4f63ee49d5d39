using System.Diagnostics.CodeAnalysis;
using GrayFlags.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrayFlags;

/// <summary>Adds the sources of rules. A source that is added later overrides those added earlier, flag by flag and segment by segment.</summary>
public static class GrayFlagsBuilderProviderExtensions
{
    /// <summary>
    /// Adds a JSON file, which is followed: see <see cref="JsonFileRuleProvider"/>. The same path twice is one provider, with the options of both calls.
    /// </summary>
    /// <remarks>
    /// The options are named options of <see cref="JsonFileRuleProviderOptions"/>: their name is <paramref name="path"/> as it is given here. Configuration,
    /// <c>PostConfigure</c> and validators of that name apply. They are read once, and checked at the start of the host.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="path">
    /// The file; a relative path starts at the host's content root, or without a host at <see cref="AppContext.BaseDirectory"/>. A file that is missing may
    /// come later.
    /// </param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IGrayFlagsBuilder AddJsonFile(this IGrayFlagsBuilder builder, string path, Action<JsonFileRuleProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);

        JsonFileRegistration.Add(builder.Services, path, configure);
        return builder;
    }

    /// <summary>
    /// Adds an address that is polled: see <see cref="HttpRuleProvider"/>. The same address twice is one provider, with the options of both calls.
    /// </summary>
    /// <remarks>
    /// The options are named options of <see cref="HttpRuleProviderOptions"/>: their name is the <see cref="Uri.AbsoluteUri"/> of <paramref name="uri"/>.
    /// Configuration, <c>PostConfigure</c> and validators of that name apply. They are read once, and checked at the start of the host.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="uri">The address: absolute, https, or http to this machine.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is not absolute.</exception>
    public static IGrayFlagsBuilder AddHttp(this IGrayFlagsBuilder builder, Uri uri, Action<HttpRuleProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        HttpRegistration.Add(builder.Services, uri, configure is null ? null : (options, _) => configure(options));
        return builder;
    }

    /// <summary>
    /// Adds an address that is polled, with options that need services: <c>(o, services) => o.CreateHttpClient = () =>
    /// services.GetRequiredService&lt;IHttpClientFactory&gt;().CreateClient("flags")</c>.
    /// </summary>
    /// <remarks>The options are named as in the other overload.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="uri">The address: absolute, https, or http to this machine.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is not absolute.</exception>
    public static IGrayFlagsBuilder AddHttp(this IGrayFlagsBuilder builder, Uri uri, Action<HttpRuleProviderOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        HttpRegistration.Add(builder.Services, uri, configure);
        return builder;
    }

    /// <summary>
    /// Adds a custom provider, created by dependency injection as a singleton that can also be resolved by its type. The same type twice counts once.
    /// </summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(
        this IGrayFlagsBuilder builder)
        where TProvider : class, IRuleProvider
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<TProvider>();
        new ProviderRegistration(typeof(TProvider), static services => services.GetRequiredService<TProvider>()).AddTo(builder.Services);
        return builder;
    }

    /// <summary>Adds an existing provider, for example an <see cref="InMemoryRuleProvider"/> of a test. The same one twice counts once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="provider">The provider; the caller disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddProvider(this IGrayFlagsBuilder builder, IRuleProvider provider)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);

        new ProviderRegistration(provider, _ => provider).AddTo(builder.Services);
        return builder;
    }
}
