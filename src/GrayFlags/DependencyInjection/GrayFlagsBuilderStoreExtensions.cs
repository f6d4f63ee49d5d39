using System.Diagnostics.CodeAnalysis;
using GrayFlags.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags;

/// <summary>Adds a store of documents, and documents in it as sources of rules.</summary>
public static class GrayFlagsBuilderStoreExtensions
{
    /// <summary>
    /// Adds a custom store of documents, a singleton, and <see cref="IGrayDocuments"/> on it; replaces the store registered before. Which documents rules come
    /// from, <see cref="AddStoredDocument"/> says.
    /// </summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddDocumentStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IGrayFlagsBuilder builder)
        where TStore : class, IDocumentStore
    {
        ArgumentNullException.ThrowIfNull(builder);

        return StoredDocumentRegistration.AddStore(builder, ServiceDescriptor.Singleton<IDocumentStore, TStore>());
    }

    /// <summary>Adds an existing store of documents, and <see cref="IGrayDocuments"/> on it; replaces the store registered before.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store. It is not disposed.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddDocumentStore(this IGrayFlagsBuilder builder, IDocumentStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);

        return StoredDocumentRegistration.AddStore(builder, ServiceDescriptor.Singleton(store));
    }

    /// <summary>
    /// Adds a store of documents that needs services, a singleton, and <see cref="IGrayDocuments"/> on it; replaces the store registered before.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">Creates the store, which the container disposes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddDocumentStore(this IGrayFlagsBuilder builder, Func<IServiceProvider, IDocumentStore> store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);

        return StoredDocumentRegistration.AddStore(builder, ServiceDescriptor.Singleton(store));
    }

    /// <summary>
    /// Adds a document of the document store as a source of rules: see <see cref="StoredRuleProvider"/>. The same name twice is one provider, with the options
    /// of both calls. Of several documents, the kill switch of the first is the one that <see cref="IGrayRules.TurnOffAsync"/> writes.
    /// </summary>
    /// <remarks>
    /// The options are named options of <see cref="StoredRuleProviderOptions"/>: their name is <paramref name="document"/>. They are read once, and checked at
    /// the start of the host.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="document">The document's name: 1 to 194 characters, no control characters, not ending with <c>.off</c> or <c>.usage</c>.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="document"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="document"/> is no name of a document.</exception>
    public static IGrayFlagsBuilder AddStoredDocument(
        this IGrayFlagsBuilder builder, string document, Action<StoredRuleProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        StoredDocumentRegistration.Add(builder.Services, document, configure);
        return builder;
    }
}
