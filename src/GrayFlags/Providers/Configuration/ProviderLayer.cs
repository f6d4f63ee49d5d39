using Microsoft.Extensions.Configuration;

namespace GrayFlags.Providers.Configuration;

/// <summary>One provider of a configuration root: what exactly this layer says, before the root blends it with the others.</summary>
internal sealed class ProviderLayer(IConfigurationProvider provider) : IConfigLayer
{
    private const string JsonAssembly = "Microsoft.Extensions.Configuration.Json";

    private readonly KeyIndex? _index = KeyIndex.Of(provider);

    public object Identity => provider;

    public bool IsEmpty => !Keys("").Any();

    // Observed: up to version 9 a JSON file's [] and {} both arrive as null and null as "". From 10 on, [] arrives as "", {} and null as null.
    // A program on an older shared framework still runs the older reader, and there an empty list of users must not turn into no condition.
    public bool ReadsEmptyListAsNull { get; } = provider.GetType().Assembly.GetName() is { Name: JsonAssembly, Version.Major: < 10 };

    public IEnumerable<string> Keys(string path) => _index?.Below(path) ?? provider.GetChildKeys([], path.Length == 0 ? null : path);

    public string? Value(string path) => path.Length > 0 && provider.TryGet(path, out var value) ? value : null;
}
