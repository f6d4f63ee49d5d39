using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A configuration of somebody's own, which shows neither its layers nor its root.</summary>
internal class OpaqueConfiguration(IConfiguration inner) : IConfiguration
{
    public string? this[string key]
    {
        get => inner[key];
        set => inner[key] = value;
    }

    public IConfigurationSection GetSection(string key) => new OpaqueSection(inner.GetSection(key));

    public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren().Select(child => new OpaqueSection(child));

    // Not the root's own, which would give it away.
    public IChangeToken GetReloadToken() => new CompositeChangeToken([inner.GetReloadToken()]);
}
