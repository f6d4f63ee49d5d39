using System.Diagnostics.CodeAnalysis;
using GrayFlags.Providers;
using GrayFlags.Providers.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

/// <summary>Adds where rules come from. What is added later overrides what was added earlier, flag by flag and segment by segment.</summary>
/// <remarks>Given by <c>AddGrayFlags</c> and <see cref="GrayEvaluator.Create"/>; not meant to be implemented by others.</remarks>
public interface IGrayFlagsBuilder
{
    /// <summary>The services that GrayFlags is registered in.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds a JSON file, which is followed: see <see cref="JsonFileRuleProvider"/>. The same path twice counts once.</summary>
    /// <param name="path">The file; a relative path starts at the host's content root, or without a host at <see cref="AppContext.BaseDirectory"/>. A file that is missing may come later.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    IGrayFlagsBuilder AddJsonFile(string path, Action<JsonFileRuleProviderOptions>? configure = null);

    /// <summary>Adds an address that is polled: see <see cref="HttpRuleProvider"/>. The same address twice counts once.</summary>
    /// <param name="uri">The address: absolute, https, or http to this machine.</param>
    /// <param name="configure">Sets options; null for the defaults. They are checked when the evaluator is created, at the latest at the start of the host.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is not absolute.</exception>
    IGrayFlagsBuilder AddHttp(Uri uri, Action<HttpRuleProviderOptions>? configure = null);

    /// <summary>Adds an address that is polled, with options that need services: <c>(o, services) => o.HttpClient = () => services.GetRequiredService&lt;IHttpClientFactory&gt;().CreateClient("flags")</c>.</summary>
    /// <param name="uri">The address: absolute, https, or http to this machine.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is not absolute.</exception>
    IGrayFlagsBuilder AddHttp(Uri uri, Action<HttpRuleProviderOptions, IServiceProvider> configure);

    /// <summary>Adds a provider of one's own, created by dependency injection as a singleton that can also be asked for by its type. The same type twice counts once.</summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <returns>The builder.</returns>
    IGrayFlagsBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IRuleProvider;

    /// <summary>Adds a provider that exists, for example an <see cref="InMemoryRuleProvider"/> of a test. The same one twice counts once.</summary>
    /// <param name="provider">The provider; the caller disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    IGrayFlagsBuilder AddProvider(IRuleProvider provider);

    /// <summary>Registers a condition of the app's own, which rules then name under <c>custom</c>. Created by dependency injection as a singleton.</summary>
    /// <typeparam name="TCondition">The condition.</typeparam>
    /// <param name="name">Its name in documents; names ignore case. The same name for the same type counts once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or no name, or another condition bears it.</exception>
    IGrayFlagsBuilder AddCondition<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCondition>(string name)
        where TCondition : class, IGrayCondition;

    /// <summary>Registers a condition of the app's own that exists.</summary>
    /// <param name="name">Its name in documents; names ignore case.</param>
    /// <param name="condition">The condition; the caller disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or no name, or another condition bears it.</exception>
    IGrayFlagsBuilder AddCondition(string name, IGrayCondition condition);

    /// <summary>Says who is asking where a call names no context; replaces the accessor registered before.</summary>
    /// <typeparam name="TAccessor">The accessor, a singleton.</typeparam>
    /// <returns>The builder.</returns>
    IGrayFlagsBuilder AddContextAccessor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>()
        where TAccessor : class, IGrayContextAccessor;

    /// <summary>
    /// Makes units of work that <see cref="UnitOfWorkOutcomesAccessor.Use"/> names the outcomes of the flags with guards that they ask for. Not needed in ASP.NET
    /// Core, where <c>AddAspNetCore</c> does the same; an <see cref="IUnitOfWorkOutcomesAccessor"/> of the app's own stays.
    /// </summary>
    /// <returns>The builder.</returns>
    IGrayFlagsBuilder AddOutcomes();

    /// <summary>Keeps rollouts in a store of the app's own, a singleton, instead of a file in the state directory.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <returns>This builder.</returns>
    IGrayFlagsBuilder AddRolloutStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IRolloutStore;

    /// <summary>Keeps rollouts in a store, for example a <see cref="FileRolloutStore"/> at a path of its own, instead of a file in the state directory.</summary>
    /// <param name="store">The store. It is not disposed.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    IGrayFlagsBuilder AddRolloutStore(IRolloutStore store);
}
