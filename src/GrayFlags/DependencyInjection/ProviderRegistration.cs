using GrayFlags.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.DependencyInjection;

/// <summary>One provider to be created; their order in the service collection is their order of precedence.</summary>
/// <param name="Key">Two registrations with equal keys count once.</param>
/// <param name="Create">Creates the provider, or finds it among the services.</param>
internal sealed record ProviderRegistration(object Key, Func<IServiceProvider, IRuleProvider> Create)
{
    public void AddTo(IServiceCollection services)
    {
        if (!services.Any(service => !service.IsKeyedService && service.ImplementationInstance is ProviderRegistration other && Equals(other.Key, Key)))
        {
            services.AddSingleton(this);
        }
    }
}
