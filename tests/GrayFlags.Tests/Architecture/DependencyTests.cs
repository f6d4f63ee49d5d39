using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>Who embeds the library gets the platform and nothing else.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Allowed = ["System.", "Microsoft.Extensions."];

    // Analyzers: nothing that the package declares.
    private static readonly string[] BuildOnly = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    [Test]
    public void Assembly_RefersToThePlatformOnly()
    {
        var references = typeof(FlagDocument).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();

        Assert.That(references, Is.Not.Empty);
        Assert.That(references.Where(IsForeign), Is.Empty);
    }

    // A package may be declared and never used; its user would download it all the same.
    [Test]
    public void Project_DeclaresPackagesOfThePlatformOnly()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(typeof(FlagDocument).Assembly.Location, "deps.json")));
        var library = document.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .Single(entry => entry.Name.StartsWith("GrayFlags/", StringComparison.Ordinal));
        var packages = library.Value.GetProperty("dependencies").EnumerateObject().Select(package => package.Name).ToArray();

        Assert.That(packages, Does.Contain("Microsoft.Extensions.Options"));
        Assert.That(packages.Where(IsForeign), Is.Empty);
    }

    // What the lock file requests is what the packed package declares; CI restores in locked mode.
    [TestCase("net8.0", "8.0.0")]
    [TestCase("net10.0", "10.0.0")]
    public void Package_AsksForTheLowestVersions(string framework, string version)
    {
        string[] packages =
        [
            "Microsoft.Extensions.Configuration",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
            "System.IO.Hashing",
        ];

        Assert.That(Requested("GrayFlags", framework), Is.EqualTo(packages.Select(name => (name, $"[{version}, )"))));
    }

    [TestCase("net8.0")]
    [TestCase("net10.0")]
    public void AspNetCorePackage_AsksForNoPackageButGrayFlags(string framework) => Assert.That(Requested("GrayFlags.AspNetCore", framework), Is.Empty);

    private static (string Name, string Range)[] Requested(string project, string framework)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf($"src/{project}/packages.lock.json")));
        return
        [
            .. document.RootElement.GetProperty("dependencies").GetProperty(framework).EnumerateObject()
                .Where(package => package.Value.GetProperty("type").GetString() == "Direct" && !BuildOnly.Contains(package.Name))
                .Select(package => (package.Name, package.Value.GetProperty("requested").GetString()!))
                .OrderBy(package => package.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsForeign(string name) => !Allowed.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
