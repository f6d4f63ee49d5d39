using System.Text.Json;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>A program on .NET 8 that stays on the packages of .NET 8.</summary>
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

    // What the program starts with: a runtime that is beside it, and of the machine's none.
    [Test]
    public async Task Net8_IsTheRuntimeItBrings()
    {
        var app = await Strangers.GetAsync("OldConsole");
        using var settings = JsonDocument.Parse(app.Read("bin/Release/OldConsole.runtimeconfig.json"));
        var options = settings.RootElement.GetProperty("runtimeOptions");
        var frameworks = options.TryGetProperty("includedFrameworks", out var included) ? included.EnumerateArray().ToList() : [];

        Assert.That(frameworks.Select(framework => framework.GetProperty("name").GetString()), Is.EqualTo(new[] { "Microsoft.NETCore.App" }));
        Assert.That(frameworks.Select(framework => framework.GetProperty("version").GetString()), Is.All.StartsWith("8.0."));
    }
}
