using System.Text;
using Microsoft.Extensions.Configuration;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A JSON file that is rewritten: without a disk, a watcher or a wait.</summary>
internal sealed class ReplaceableLayer(string json) : ConfigurationProvider, IConfigurationSource
{
    private string _json = json;

    public Action? BeforeRead { get; set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = Parse(_json);

    public override bool TryGet(string key, out string? value)
    {
        BeforeRead?.Invoke();
        return base.TryGet(key, out value);
    }

    /// <summary>Rewrites the file: the layer parses it and tells.</summary>
    public void Replace(string json)
    {
        _json = json;
        Load();
        OnReload();
    }

    /// <summary>What a JSON file's provider is left with when the new text is none and the application ignores that.</summary>
    public void Break()
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    private static Dictionary<string, string?> Parse(string json)
    {
        var root = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return new(
            root.AsEnumerable().Where(pair => pair.Value is not null || !root.GetSection(pair.Key).GetChildren().Any()),
            StringComparer.OrdinalIgnoreCase);
    }
}
