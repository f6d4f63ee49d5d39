using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Services;

/// <summary>One of the two implementations of a service, and its owner.</summary>
/// <remarks>
/// A container disposes every instance that a registration returns: an instance that is registered already and returned under a second name would be
/// disposed twice, a singleton with the
/// first scope. So each instance has one owning registration, and the others lend it. Containers offer no other way to prevent disposal.
/// </remarks>
internal sealed class Implementation<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>
    where TService : class
    where TImplementation : class, TService
{
    private readonly Lazy<bool> _isOfTheApp;

    public Implementation(IServiceCollection services)
    {
        if (IsDisposable && Lent<TService>.IsPossible)
        {
            Lent<TService>.Prepare();
        }

        if (!services.Any(IsRegistration))
        {
            var own = IsMadeForServices
                ? ServiceDescriptor.Scoped(scope => scope.GetRequiredService<ServiceChoices>().Alone<TImplementation>())
                : ServiceDescriptor.Scoped<TImplementation, TImplementation>();
            OwnRegistrations.Add(own);
            services.Add(own);
        }

        // Evaluated after all registrations: the app may register later, and the last registration wins.
        _isOfTheApp = new Lazy<bool>(() => services.Any(IsOfTheApp));
    }

    public TService Of(IServiceProvider scope)
    {
        if (_isOfTheApp.Value || !IsMadeForServices)
        {
            var registered = scope.GetRequiredService<TImplementation>();
            return registered is IDisposable or IAsyncDisposable ? Lend(registered) : registered;
        }

        var made = scope.GetRequiredService<ServiceChoices>().Implementation<TImplementation>(out var isOwner);
        return isOwner ? made : Lend(made);
    }

    private static bool IsDisposable =>
        typeof(IDisposable).IsAssignableFrom(typeof(TImplementation)) || typeof(IAsyncDisposable).IsAssignableFrom(typeof(TImplementation));

    // When no forwarding type is possible, the service's registration owns the instance, and nothing else can resolve it.
    private static bool IsMadeForServices => IsDisposable && !Lent<TService>.IsPossible;

    private static bool IsOfTheApp(ServiceDescriptor service) => IsRegistration(service) && !OwnRegistrations.Contains(service);

    private static bool IsRegistration(ServiceDescriptor service) =>
        !service.IsKeyedService && (service.ServiceType == typeof(TImplementation) || IsGenericOf(service.ServiceType));

    private static bool IsGenericOf(Type registered) =>
        registered.IsGenericTypeDefinition
        && typeof(TImplementation).IsConstructedGenericType
        && typeof(TImplementation).GetGenericTypeDefinition() == registered;

    private static TService Lend(TImplementation instance) => Lent<TService>.IsPossible
        ? Lent<TService>.Of(instance)
        : throw new InvalidOperationException(
            $"'{typeof(TImplementation)}' is disposable and owned by another registration, and so the container would dispose it a second time " +
            $"as '{typeof(TService)}', which is no interface that could stand for it here. " +
            "Make the service an interface, or leave the implementation to one AddGrayService and ask for it by the service alone.");
}
