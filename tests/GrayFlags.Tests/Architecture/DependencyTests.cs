using System.Text.Json;
using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>Who embeds the library gets the platform and nothing else.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Allowed = ["System.", "Microsoft.Extensions."];

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

    private static bool IsForeign(string name) => !Allowed.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
