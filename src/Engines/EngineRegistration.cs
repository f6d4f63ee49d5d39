using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Engines;

/// <summary>Sees to it that an app has one engine: the stores of a second one would silently take the place of the first one's, documents included.</summary>
internal static class EngineRegistration
{
    // In each engine's assembly the same text.
    private const string Key = "GrayFlags.Engine";

    /// <summary>Claims an app for an engine.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="engine">The method that adds the engine.</param>
    /// <exception cref="InvalidOperationException">Another engine was added before.</exception>
    public static void Claim(IServiceCollection services, string engine)
    {
        var claimed = services.FirstOrDefault(static service => service is { IsKeyedService: true, ServiceKey: Key })?.KeyedImplementationInstance;
        if (claimed is null)
        {
            services.AddKeyedSingleton<object>(Key, engine);
        }
        else if (!engine.Equals(claimed))
        {
            throw new InvalidOperationException(
                $"{engine} was called after {claimed}: an app has one engine, which keeps its documents, its rollouts and its kill switch.");
        }
    }
}
