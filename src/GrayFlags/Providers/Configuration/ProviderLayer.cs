using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>One provider of a configuration root: what exactly this layer says, before the root blends it with the others.</summary>
/// <param name="provider">The provider.</param>
/// <param name="prefix">Where in it the configuration begins that is read: not empty where it is behind a chained section.</param>
/// <param name="index">Its keys; null where they have to be asked for.</param>
internal sealed class ProviderLayer(IConfigurationProvider provider, string prefix, KeyIndex? index) : IConfigLayer
{
    public ProviderLayer(IConfigurationProvider provider, string prefix = "")
        : this(provider, prefix, KeyIndex.Of(provider))
    {
    }

    public object Identity => provider;

    public bool IsEmpty => !KeysAt("").Any();

    /// <summary>A chained configuration that could not be taken apart.</summary>
    public bool IsMerged { get; } = provider is ChainedConfigurationProvider;

    public bool IsOfOneMoment { get; } = index is not null && FrameworkProvider.IsKnown(provider);

    public NullMeaning NullMeaning { get; } = FrameworkProvider.NullMeaningOf(provider);

    public IEnumerable<string> Keys(string path) => KeysAt(ConfigurationLayers.Join(prefix, path));

    public bool TryGet(string path, out string? value)
    {
        var full = ConfigurationLayers.Join(prefix, path);
        if (full.Length == 0)
        {
            value = null;
            return false;
        }

        if (IsOfOneMoment)
        {
            return index!.TryGet(full, out value);
        }

        // The framework's chain denies an empty text, and hands it out all the same. What others leave behind there means nothing.
        var isTold = provider.TryGet(full, out value) || (IsMerged && value is "");
        value = isTold ? value : null;
        return isTold;
    }

    // What comes from elsewhere may be unsorted, and what a provider has under way may change while it is listed.
    private IEnumerable<string> KeysAt(string path) =>
        index?.Below(path) ?? provider.GetChildKeys([], path.Length == 0 ? null : path).OfType<string>().ToList().Order(ConfigurationKeyComparer.Instance);
}
