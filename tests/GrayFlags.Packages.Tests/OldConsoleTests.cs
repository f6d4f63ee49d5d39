using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>A program for .NET 8 that stays on the packages of .NET 8.</summary>
internal sealed class OldConsoleTests
{
    // The lowest of each, and a patch beside them.
    private static readonly Dictionary<string, string> Old = new()
    {
        ["Microsoft.Extensions.Configuration"] = "8.0.0",
        ["Microsoft.Extensions.DependencyInjection"] = "8.0.1",
        ["Microsoft.Extensions.Hosting"] = "8.0.0",
        ["Microsoft.Extensions.Options"] = "8.0.0",
    };

    [Test]
    public async Task Net8_KeepsItsOwnVersions_AndPrintsTheSame()
    {
        using var consumer = await Consumer.BuildAsync(
            "Microsoft.NET.Sdk",
            "net8.0",
            new Dictionary<string, string>(Old) { ["GrayFlags"] = Packages.Version },
            new Dictionary<string, string> { ["Program.cs"] = Page.Of("GrayFlags").Program, ["flags.json"] = Page.Of("GrayFlags").Document },
            new Dictionary<string, string> { ["CopyGrayFlagsSchema"] = "true" });

        Assert.That(await ConsoleTests.RunAsync(consumer), Is.EqualTo(Page.Of("GrayFlags").Printed));
        Assert.That(consumer.Read("grayflags.schema.json"), Is.EqualTo(Nuspec.Read("GrayFlags", "schema/grayflags.schema.json")));
        Assert.That(consumer.Read("obj/project.assets.json"), Does.Contain("\"System.IO.Hashing/8.0.0\"").And.Not.Contain("Microsoft.Extensions.Http/"));
    }
}
