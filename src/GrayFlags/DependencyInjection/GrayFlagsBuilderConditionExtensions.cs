using System.Diagnostics.CodeAnalysis;
using GrayFlags.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrayFlags;

/// <summary>Adds custom conditions, which rules name under <c>custom</c>.</summary>
public static class GrayFlagsBuilderConditionExtensions
{
    /// <summary>Adds a custom condition, created by dependency injection as a singleton.</summary>
    /// <typeparam name="TCondition">The condition.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name in documents; names ignore case. The same name for the same type counts once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or not a name, or another condition bears it.</exception>
    public static IGrayFlagsBuilder AddCondition<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCondition>(
        this IGrayFlagsBuilder builder, string name)
        where TCondition : class, IGrayCondition
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<TCondition>();
        ConditionRegistration.Add(builder.Services, name, typeof(TCondition), static services => services.GetRequiredService<TCondition>());
        return builder;
    }

    /// <summary>Adds an existing custom condition.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name in documents; names ignore case.</param>
    /// <param name="condition">The condition; the caller disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="condition"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or not a name, or another condition bears it.</exception>
    public static IGrayFlagsBuilder AddCondition(this IGrayFlagsBuilder builder, string name, IGrayCondition condition)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(condition);

        ConditionRegistration.Add(builder.Services, name, condition, _ => condition);
        return builder;
    }
}
