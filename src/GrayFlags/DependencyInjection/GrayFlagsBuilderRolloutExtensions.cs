using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrayFlags;

/// <summary>Adds the store of rollouts.</summary>
public static class GrayFlagsBuilderRolloutExtensions
{
    /// <summary>Keeps rollouts in a custom store, a singleton, instead of a file in the state directory; replaces the store registered before.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddRolloutStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IGrayFlagsBuilder builder)
        where TStore : class, IRolloutStore
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<IRolloutStore, TStore>());
        return builder;
    }

    /// <summary>
    /// Keeps rollouts in an existing store, for example a <see cref="FileRolloutStore"/> at a path of its own, instead of a file in the state directory;
    /// replaces the store registered before.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store. It is not disposed.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddRolloutStore(this IGrayFlagsBuilder builder, IRolloutStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);

        builder.Services.Replace(ServiceDescriptor.Singleton(store));
        return builder;
    }

    /// <summary>
    /// Keeps rollouts in a store that needs services, a singleton, instead of a file in the state directory; replaces the store registered before.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">Creates the store, which the container disposes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IGrayFlagsBuilder AddRolloutStore(this IGrayFlagsBuilder builder, Func<IServiceProvider, IRolloutStore> store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);

        builder.Services.Replace(ServiceDescriptor.Singleton(store));
        return builder;
    }
}
