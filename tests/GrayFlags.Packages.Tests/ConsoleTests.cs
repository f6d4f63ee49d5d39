using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The first screen of the README in a console program.</summary>
internal sealed class ConsoleTests
{
    [Test]
    public async Task FirstScreen_PrintsWhatItPromises()
    {
        using var consumer = await Consumer.BuildAsync(
            "Microsoft.NET.Sdk",
            "net10.0",
            new Dictionary<string, string> { ["GrayFlags"] = Packages.Version },
            new Dictionary<string, string> { ["Program.cs"] = Page.Readme.Program, ["flags.json"] = Page.Readme.Document });

        Assert.That(await RunAsync(consumer), Is.EqualTo(Page.Readme.Printed));
    }

    internal static async Task<string> RunAsync(Consumer consumer)
    {
        var output = await Command.RunAsync(Path.GetDirectoryName(consumer.Assembly)!, "dotnet", "exec", "--roll-forward", "Major", consumer.Assembly);
        return output.ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
