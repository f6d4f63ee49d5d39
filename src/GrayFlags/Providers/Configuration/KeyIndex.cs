using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>The keys of a configuration provider by their parents, from one pass over its data.</summary>
/// <remarks>
/// The public way, <see cref="IConfigurationProvider.GetChildKeys"/>, looks at every key for every object: a thousand flags took seconds at each
/// reload. Only for the framework's own providers, which keep their data where <see cref="ConfigurationProvider"/> does and do not override that method.
/// </remarks>
internal sealed class KeyIndex
{
    private readonly IDictionary<string, string?> _data;
    private readonly Dictionary<string, List<string>> _children = new(StringComparer.OrdinalIgnoreCase);

    private KeyIndex(IDictionary<string, string?> data)
    {
        _data = data;
        foreach (var key in data.Keys)
        {
            Add(key);
        }
    }

    /// <summary>The index; null where the provider's data cannot be known.</summary>
    public static KeyIndex? Of(IConfigurationProvider provider) => Of(provider, DataOf);

    /// <param name="provider">The provider.</param>
    /// <param name="dataOf">How its data is reached: a framework that has it no more is read in the public way.</param>
    public static KeyIndex? Of(IConfigurationProvider provider, Func<ConfigurationProvider, IDictionary<string, string?>> dataOf)
    {
        if (provider is not ConfigurationProvider own || !FrameworkProvider.IsOfTheFamily(provider))
        {
            return null;
        }

        try
        {
            return new KeyIndex(dataOf(own));
        }
        catch (MissingMemberException)
        {
            return null;
        }
    }

    public IEnumerable<string> Below(string path) =>
        _children.TryGetValue(path, out var keys) ? keys.Order(ConfigurationKeyComparer.Instance) : [];

    /// <summary>Reads a value as it was when the index was made: a reload replaces the data whole, and a document is never made of two.</summary>
    public bool TryGet(string path, out string? value) => _data.TryGetValue(path, out value);

    // Protected, and so a promise to every class that derives from it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);

    private void Add(string key)
    {
        var start = 0;
        while (true)
        {
            var end = key.IndexOf(ConfigurationPath.KeyDelimiter, start, StringComparison.Ordinal);
            var parent = start == 0 ? "" : key[..(start - ConfigurationPath.KeyDelimiter.Length)];
            if (!_children.TryGetValue(parent, out var children))
            {
                _children.Add(parent, children = []);
            }

            // Neighbours in the data are mostly siblings: what is left of repetitions, the reader sorts out.
            var child = end < 0 ? key[start..] : key[start..end];
            if (children.Count == 0 || children[^1] != child)
            {
                children.Add(child);
            }

            if (end < 0)
            {
                return;
            }

            start = end + ConfigurationPath.KeyDelimiter.Length;
        }
    }
}
