using System.Diagnostics.CodeAnalysis;
using GrayFlags.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrayFlags;

/// <summary>Adds the source of the current context and of the current unit of work.</summary>
public static class GrayFlagsBuilderContextExtensions
{
    /// <summary>Sets the accessor of the context for calls that name none; replaces the accessor registered before.</summary>
    /// <typeparam name="TAccessor">The accessor, a singleton.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddContextAccessor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(
        this IGrayFlagsBuilder builder)
        where TAccessor : class, IGrayContextAccessor
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Replace(ServiceDescriptor.Singleton<IGrayContextAccessor, TAccessor>());
        return builder;
    }

    /// <summary>
    /// Makes units of work that <see cref="UnitOfWorkOutcomesAccessor.Use"/> names the outcomes of the flags with guards that they ask for. Not needed in
    /// ASP.NET
    /// Core, where <c>AddAspNetCore</c> does the same; an <see cref="IUnitOfWorkOutcomesAccessor"/> of the app's own stays.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IGrayFlagsBuilder AddOutcomes(this IGrayFlagsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<IUnitOfWorkOutcomesAccessor, UsedOutcomes>();
        return builder;
    }
}
