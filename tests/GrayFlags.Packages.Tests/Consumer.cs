using System.Xml.Linq;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Packages.Tests;

/// <summary>A project of somebody who has the packages and nothing of the repository.</summary>
internal sealed class Consumer : IDisposable
{
    private const string Name = "Consumer";

    private readonly TempFolder _folder = new();

    private Consumer()
    {
    }

    public string Path => _folder.Path;

    public string Assembly { get; private set; } = "";

    /// <summary>Restores and builds a project.</summary>
    /// <param name="sdk">The project's SDK.</param>
    /// <param name="framework">The framework it targets.</param>
    /// <param name="packages">What it references, by name: versions.</param>
    /// <param name="files">What is in its folder, by name: contents.</param>
    /// <param name="properties">What else the project sets, by name.</param>
    public static async Task<Consumer> BuildAsync(
        string sdk,
        string framework,
        IReadOnlyDictionary<string, string> packages,
        IReadOnlyDictionary<string, string> files,
        IReadOnlyDictionary<string, string>? properties = null)
    {
        var consumer = new Consumer();
        try
        {
            consumer.Write(sdk, framework, packages, files, properties ?? new Dictionary<string, string>());
            await Command.RunAsync(consumer.Path, "dotnet", "build", "-c", "Release", "-warnaserror", "-o", "out");
            consumer.Assembly = System.IO.Path.Combine(consumer.Path, "out", $"{Name}.dll");
            return consumer;
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    public string Read(string file) => File.ReadAllText(_folder[file]);

    public void Dispose() => _folder.Dispose();

    private void Write(
        string sdk,
        string framework,
        IReadOnlyDictionary<string, string> packages,
        IReadOnlyDictionary<string, string> files,
        IReadOnlyDictionary<string, string> properties)
    {
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", sdk),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", framework),
                new XElement("Nullable", "enable"),
                new XElement("UseAppHost", "false"),
                properties.Select(property => new XElement(property.Key, property.Value))),
            new XElement(
                "ItemGroup",
                packages.Select(package => new XElement(
                    "PackageReference",
                    new XAttribute("Include", package.Key),
                    new XAttribute("Version", package.Value)))),
            new XElement(
                "ItemGroup",
                new XElement("None", new XAttribute("Update", "flags.json"), new XAttribute("CopyToOutputDirectory", "PreserveNewest"))));
        _folder.Write($"{Name}.csproj", project.ToString());
        _folder.Write("nuget.config", Feeds());
        foreach (var (name, content) in files)
        {
            _folder.Write(name, content);
        }
    }

    /// <summary>Where packages come from: GrayFlags from the folder that was packed, and from nowhere else; the rest as in the repository.</summary>
    public static string Feeds()
    {
        var sources = XDocument.Load(Repository.PathOf("nuget.config")).Descendants("packageSources").Elements("add").ToList();
        return new XElement(
            "configuration",
            new XElement("config", Add("globalPackagesFolder", Packages.Cache)),
            new XElement("fallbackPackageFolders", new XElement("clear"), Packages.Unpacked is { } unpacked ? Add("unpacked", unpacked) : null),
            new XElement("packageSources", new XElement("clear"), Add("packed", Packages.Feed), sources),
            new XElement(
                "packageSourceMapping",
                new XElement("clear"),
                Source("packed", "GrayFlags", "GrayFlags.*"),
                sources.Select(source => Source(source.Attribute("key")!.Value, "*")))).ToString();
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Source(string key, params string[] patterns) =>
        new("packageSource", new XAttribute("key", key), patterns.Select(pattern => new XElement("package", new XAttribute("pattern", pattern))));
}
