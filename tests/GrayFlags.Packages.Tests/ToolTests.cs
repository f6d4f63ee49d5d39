using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The command, installed from the folder that was packed into an empty directory.</summary>
internal sealed partial class ToolTests
{
    private const string Id = "GrayFlags.Tool";

    [Test]
    public async Task Tool_Installed_Runs()
    {
        using var folder = new TempFolder();
        folder.Write("nuget.config", Consumer.Feeds());
        folder.Write("flags.json", """{ "flags": { "a": true, "b": { "rules": { "half": { "percentage": 50 } } } } }""");
        await Command.RunAsync(folder.Path, "dotnet", "tool", "install", Id, "--tool-path", "tools", "--version", Packages.Version);
        var command = folder[Path.Combine("tools", OperatingSystem.IsWindows() ? "grayflags.exe" : "grayflags")];

        var printed = await Command.RunAsync(folder.Path, command, "validate", "flags.json");
        var version = await Command.RunAsync(folder.Path, command, "--version");

        Assert.That(printed, Is.EqualTo("flags.json is good: 2 flags\n"));
        Assert.That(version, Does.StartWith(Packages.Version));
    }

    [Test]
    public void Package_IsATool_ThatBringsAlongWhatItNeeds()
    {
        var metadata = Nuspec.Metadata(Id);

        Assert.That(Nuspec.Descendants(metadata, "packageType").Select(type => type.Attribute("name")!.Value), Is.EqualTo(new[] { "DotnetTool" }));
        Assert.That(Nuspec.Descendants(metadata, "dependency"), Is.Empty);
        Assert.That(
            Nuspec.Entries(Id),
            Is.SupersetOf(new[] { "tools/net8.0/any/GrayFlags.Tool.dll", "tools/net10.0/any/GrayFlags.Tool.dll", "tools/net10.0/any/GrayFlags.Formats.dll" }));
    }

    [Test]
    public void Readme_IsShort_AndItsLinksWorkAnywhere()
    {
        var text = Page.Of(Id).Text;

        Assert.That(Nuspec.Value(Id, "readme"), Is.EqualTo("README.md"));
        Assert.That(text.Split('\n'), Has.Length.InRange(30, 80));
        Assert.That(Link().Matches(text), Is.Not.Empty.And.All.Matches<Match>(link => link.Groups[1].Value.StartsWith("https://", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}
