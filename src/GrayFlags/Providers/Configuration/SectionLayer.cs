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

    public bool IsMerged => true;

    public bool IsOfOneMoment => false;

    // Which reader brought a null is unknown here, but before .NET 10 it is most likely one that reads [] so.
    public NullMeaning NullMeaning => Environment.Version.Major < 10 ? NullMeaning.EmptyList : NullMeaning.Unknown;

    public IEnumerable<string> Keys(string path) => At(path).GetChildren().Select(child => child.Key).ToList().Order(ConfigurationKeyComparer.Instance);

    // That nobody gives a value and that somebody gives a null is one here.
    public bool TryGet(string path, out string? value)
    {
        value = (At(path) as IConfigurationSection)?.Value;
        return value is not null;
    }

    private IConfiguration At(string path)
    {
        if (path.Length == _start.Length)
        {
            return configuration;
        }

        return configuration.GetSection(_start.Length == 0 ? path : path[(_start.Length + ConfigurationPath.KeyDelimiter.Length)..]);
    }
}
