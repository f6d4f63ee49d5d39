using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The first program of the README, trimmed: published with the part of .NET that it needs.</summary>
internal sealed class TrimmedTests
{
    // All of the library is looked at, whatever the program calls: a warning in any part of it fails the build.
    private const string WholeLibrary = """
        <Project>
          <ItemGroup>
            <TrimmerRootAssembly Include="GrayFlags" />
          </ItemGroup>
        </Project>
        """;

    [Test]
    public async Task FirstScreen_Trimmed_PrintsWhatItPromises()
    {
        using var consumer = await Consumer.PublishAsync(
            "PublishTrimmed",
            "Microsoft.NET.Sdk",
            "GrayFlags",
            new Dictionary<string, string>
            {
                ["Program.cs"] = Page.Readme.Program,
                ["flags.json"] = Page.Readme.Document,
                ["Directory.Build.targets"] = WholeLibrary,
            });
        var output = await Command.RunAsync(consumer.Output, consumer.Program);

        Assert.That(output.ReplaceLineEndings("\n").TrimEnd('\n'), Is.EqualTo(Page.Readme.Printed));
    }
}
