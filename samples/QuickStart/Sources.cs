using Microsoft.Extensions.Configuration;

namespace QuickStart;

/// <summary>Reads the sample's two sources: each value by its path, for comparing before with after.</summary>
internal sealed class Sources(IConfiguration section, string file)
{
    private const string Flags = "flags.";

    public IReadOnlyDictionary<string, string> Read()
    {
        var document = new ConfigurationBuilder().AddJsonFile(file, optional: true).Build();
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true).Concat(document.AsEnumerable()))
        {
            if (!string.IsNullOrEmpty(value))
            {
                var path = key.Replace(':', '.');
                values[path.StartsWith(Flags, StringComparison.OrdinalIgnoreCase) ? path[Flags.Length..] : path] = value;
            }
        }

        return values;
    }
}
