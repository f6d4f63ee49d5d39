using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>A program for .NET 8 that stays on the packages of .NET 8.</summary>
internal sealed class OldConsoleTests
{
    [Test]
    public async Task Net8_KeepsItsOwnVersions_AndPrintsTheSame()
    {
        var app = await Strangers.GetAsync("OldConsole");

        Assert.That(await app.RunAsync(), Is.EqualTo(Page.Of("GrayFlags").Printed));
        Assert.That(app.Read("grayflags.schema.json"), Is.EqualTo(Nuspec.Read("GrayFlags", "schema/grayflags.schema.json")));
        Assert.That(app.Read("obj/project.assets.json"), Does.Contain("\"System.IO.Hashing/8.0.0\"").And.Not.Contain("Microsoft.Extensions.Http/"));
    }
}
