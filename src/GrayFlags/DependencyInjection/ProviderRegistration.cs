using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

/// <summary>One provider to be created; the order in the service collection is the order of precedence.</summary>
/// <param name="Key">Two registrations with equal keys count once.</param>
/// <param name="Create">Creates the provider, or finds it among the services.</param>
internal sealed record ProviderRegistration(object Key, Func<IServiceProvider, IRuleProvider> Create)
{
    /// <summary>Adds the provider.</summary>
    /// <returns>False when it had been added before.</returns>
    public bool AddTo(IServiceCollection services)
    {
        if (services.Any(service => !service.IsKeyedService && service.ImplementationInstance is ProviderRegistration other && Equals(other.Key, Key)))
        {
            return false;
        }

        services.AddSingleton(this);
        return true;
    }
}
