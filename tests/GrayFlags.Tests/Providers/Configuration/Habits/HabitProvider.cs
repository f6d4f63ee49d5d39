using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>A provider of somebody's own: it does what the interface asks, and each habit is a change of that.</summary>
internal class HabitProvider : IConfigurationProvider, IConfigurationSource
{
    private ConfigurationReloadToken _token = new();

    public SortedDictionary<string, string?> Data { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often it was asked anything.</summary>
    public int Calls { get; protected set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public virtual bool TryGet(string key, out string? value)
    {
        Calls++;
        return Data.TryGetValue(key, out value);
    }

    public virtual IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        Calls++;
        return ChildrenOf(parentPath).Concat(earlierKeys).Order(ConfigurationKeyComparer.Instance);
    }

    public void Set(string key, string? value) => Data[key] = value;

    public void Load()
    {
    }

    public IChangeToken GetReloadToken() => _token;

    public void Reload() => Interlocked.Exchange(ref _token, new()).OnReload();

    protected IEnumerable<string> ChildrenOf(string? parentPath)
    {
        var start = parentPath is null ? "" : parentPath + ConfigurationPath.KeyDelimiter;
        return Data.Keys.Where(key => key.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(key => key[start.Length..].Split(':')[0]);
    }
}
