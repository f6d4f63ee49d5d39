using System.Diagnostics.CodeAnalysis;
using GrayFlags.AspNetCore.Services;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers two versions of a service.</summary>
public static class GrayServiceExtensions
{
    /// <summary>
    /// Registers two implementations of a service: the flag picks one for each scope, by the rules that the scope has pinned, and it stays for the scope.
    /// Needs <c>AddGrayFlags</c>.
    /// </summary>
    /// <remarks>
    /// Chosen when the first service of the flag is resolved. In a request that should be after authentication, as it is in endpoints, or the choice is made
    /// for nobody in particular.
    /// An implementation that the app registers itself keeps its lifetime and its owner. Where an implementation is disposable, the service is an object that
    /// passes calls on and disposes nothing: the implementation is one in a scope, whoever asks for it by whatever name, and disposed once. That needs a
    /// service that is an interface, and a runtime that makes types (not native AOT). Without them, an implementation that is left to this method is owned by
    /// the first service or name that asks for it in a scope, and asking by another fails; so does a service whose implementation the app has registered.
    /// </remarks>
    /// <typeparam name="TService">The service; scoped.</typeparam>
    /// <typeparam name="TOriginal">What is given where the flag is off; scoped, unless registered otherwise.</typeparam>
    /// <typeparam name="TUpgraded">What is given where it is on; scoped, unless registered otherwise. Only what is chosen is created.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="flag"/> is null or empty; or an implementation is disposable, and nothing can stand for the interface.
    /// </exception>
    public static IServiceCollection AddGrayService<
        TService,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TOriginal,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUpgraded>(this IServiceCollection services, string flag)
        where TService : class
        where TOriginal : class, TService
        where TUpgraded : class, TService
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(flag);

        services.TryAddScoped<ServiceChoices>();
        var (original, upgraded) = (new Implementation<TService, TOriginal>(services), new Implementation<TService, TUpgraded>(services));
        return services.AddScoped(scope => scope.GetRequiredService<ServiceChoices>().IsUpgraded(flag) ? upgraded.Of(scope) : original.Of(scope));
    }
}
