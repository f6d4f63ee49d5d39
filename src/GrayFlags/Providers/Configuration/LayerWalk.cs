using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>Lists the layers of a root, from the lowest to the highest, going down into the configurations that are chained into it.</summary>
/// <remarks>
/// Every generic host chains its own configuration into that of the app. Walked from the highest layer, so that of a configuration
/// that is chained twice only the place counts that decides; that also bounds the walk, and ends it in a circle.
/// </remarks>
internal sealed class LayerWalk
{
    // Beyond either, a chained configuration is one layer, with the warning for it.
    private const int MaxDepth = 32;
    private const int MaxLayers = 1_000;

    private readonly List<ProviderLayer> _layers = [];
    private readonly HashSet<(IConfigurationRoot Root, string Prefix)> _seen = [];
    private readonly List<IConfigurationRoot> _above = [];

    /// <param name="root">The root.</param>
    public static IReadOnlyList<ProviderLayer> LayersOf(IConfigurationRoot root)
    {
        var walk = new LayerWalk();
        walk.Enter(root, "");
        walk._layers.Reverse();
        return walk._layers;
    }

    private void Enter(IConfigurationRoot root, string prefix)
    {
        // Configuration ignores case, and so may two ways to one section.
        if (!_seen.Add((root, prefix.ToUpperInvariant())))
        {
            return;
        }

        _above.Add(root);
        foreach (var provider in root.Providers.Reverse())
        {
            if (InnerOf(provider) is not { } inner || _above.Count == MaxDepth || _layers.Count >= MaxLayers)
            {
                _layers.Add(new ProviderLayer(provider, prefix));
            }
            else if (!_above.Contains(inner.Root))
            {
                Enter(inner.Root, ConfigurationLayers.Join(inner.Path, prefix));
            }
        }

        _above.RemoveAt(_above.Count - 1);
    }

    // Only the framework's own class: what derives from it may answer from elsewhere.
    private (IConfigurationRoot Root, string Path)? InnerOf(IConfigurationProvider provider)
    {
        if (provider.GetType() != typeof(ChainedConfigurationProvider))
        {
            return null;
        }

        var inner = ((ChainedConfigurationProvider)provider).Configuration;
        return ConfigurationLayers.FindRoot(inner, _above) is { } root ? (root, inner is IConfigurationSection section ? section.Path : "") : null;
    }
}
