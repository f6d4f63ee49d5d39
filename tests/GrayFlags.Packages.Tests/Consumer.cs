using System.Runtime.InteropServices;
using System.Xml.Linq;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Packages.Tests;

/// <summary>A project of somebody who has the packages and nothing of the repository.</summary>
internal sealed class Consumer : IDisposable
{
    public const string Name = "Consumer";

    private readonly TempFolder _folder = new();

    private Consumer()
    {
    }

    public string Path => _folder.Path;

    public string Output => _folder["out"];

    /// <summary>The program that was published.</summary>
    public string Program => System.IO.Path.Combine(Output, Name);

    /// <summary>Publishes a project for this machine, with all that it needs to run: trimmed, or natively compiled. A warning fails.</summary>
    /// <param name="how">The property that says so: <c>PublishTrimmed</c> or <c>PublishAot</c>.</param>
    /// <param name="sdk">The project's SDK.</param>
    /// <param name="package">The package it references.</param>
    /// <param name="files">What is in its folder, by name: contents.</param>
    /// <param name="framework">What it is for.</param>
    public static async Task<Consumer> PublishAsync(
        string how, string sdk, string package, IReadOnlyDictionary<string, string> files, string framework = "net10.0")
    {
        var consumer = new Consumer();
        try
        {
            consumer.Write(how, sdk, package, files, framework);
            await Command.RunAsync(consumer.Path, "dotnet", "publish", "-c", "Release", "-warnaserror", "-o", "out");
            return consumer;
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

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

    private void Write(string how, string sdk, string package, IReadOnlyDictionary<string, string> files, string framework)
    {
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", sdk),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", framework),
                new XElement("Nullable", "enable"),
                new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
                new XElement("SelfContained", "true"),
                new XElement("TrimmerSingleWarn", "false"),
                new XElement(how, "true")),
            new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", Packages.Version))),
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

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Source(string key, params string[] patterns) =>
        new("packageSource", new XAttribute("key", key), patterns.Select(pattern => new XElement("package", new XAttribute("pattern", pattern))));
}
