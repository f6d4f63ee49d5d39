using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A root that is nothing but a list of providers, and may so be a part of itself.</summary>
internal sealed class PlainRoot : IConfigurationRoot
{
    public List<IConfigurationProvider> Layers { get; } = [];

    public IEnumerable<IConfigurationProvider> Providers => Layers;

    public string? this[string key]
    {
        get => throw new InvalidOperationException("A circle has no answer.");
        set => throw new NotSupportedException();
    }

    public void Chain(IConfiguration inner) => Layers.Add(new ChainedConfigurationProvider(new ChainedConfigurationSource { Configuration = inner }));

    public void Reload() => throw new NotSupportedException();

    public IConfigurationSection GetSection(string key) => new ConfigurationSection(this, key);

    public IEnumerable<IConfigurationSection> GetChildren() => throw new InvalidOperationException("A circle has no answer.");

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
}
