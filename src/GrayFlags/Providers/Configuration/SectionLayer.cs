using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>A configuration whose layers cannot be told apart: all of it is one.</summary>
internal sealed class SectionLayer(IConfiguration configuration) : IConfigLayer
{
    // A section knows its full path but finds children only below itself.
    private readonly string _start = configuration is IConfigurationSection section ? section.Path : "";

    public object Identity => configuration;

    // A section cannot see what else its layers hold; that it is empty itself is judged by whoever reads it.
    public bool IsEmpty => false;

    // Which reader brought a null is unknown here, but before .NET 10 it is most likely one that reads [] so.
    public bool ReadsEmptyListAsNull => Environment.Version.Major < 10;

    public IEnumerable<string> Keys(string path) => At(path).GetChildren().Select(child => child.Key);

    public string? Value(string path) => At(path) is IConfigurationSection section ? section.Value : null;

    private IConfiguration At(string path)
    {
        if (path.Length == _start.Length)
        {
            return configuration;
        }

        return configuration.GetSection(_start.Length == 0 ? path : path[(_start.Length + ConfigurationPath.KeyDelimiter.Length)..]);
    }
}
