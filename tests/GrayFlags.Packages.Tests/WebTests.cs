using System.Diagnostics;
using System.Net;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The web app of the package's own page.</summary>
internal sealed class WebTests
{
    private const string Listening = "Now listening on: ";

    [Test]
    public async Task WebApp_AnswersAsThePageSays()
    {
        var page = Page.Of("GrayFlags.AspNetCore");
        using var consumer = await Consumer.BuildAsync(
            "Microsoft.NET.Sdk.Web",
            "net10.0",
            new Dictionary<string, string> { ["GrayFlags.AspNetCore"] = Packages.Version },
            new Dictionary<string, string> { ["Program.cs"] = page.Program, ["appsettings.json"] = page.Document },
            new Dictionary<string, string> { ["CopyGrayFlagsSchema"] = "true" });
        var start = Command.Start(Path.GetDirectoryName(consumer.Assembly)!, "dotnet", "exec", consumer.Assembly, "--urls", "http://127.0.0.1:0");
        start.Environment["HOME"] = consumer.Path; // the keys of data protection
        using var process = Process.Start(start)!;
        try
        {
            using var visitor = new HttpClient { BaseAddress = await AddressAsync(process) };
            var first = await visitor.GetStringAsync("/orders");

            Assert.Multiple(async () =>
            {
                Assert.That(await visitor.GetStringAsync("/banner"), Is.EqualTo("true"));
                Assert.That((await visitor.GetAsync("/beta")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
                Assert.That(first, Is.EqualTo("original").Or.EqualTo("upgraded"));
                Assert.That(await visitor.GetStringAsync("/orders"), Is.EqualTo(first), "sticky");
            });
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        // Also through the package in between.
        Assert.That(consumer.Read("grayflags.schema.json"), Is.EqualTo(Nuspec.Read("GrayFlags", "schema/grayflags.schema.json")));
    }

    // What follows is read on, or the app would wait for its reader.
    private static async Task<Uri> AddressAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            seen.Add(line);
            if (line.Contains(Listening, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"The app has ended before it listened.\n{string.Join('\n', seen)}\n{await errors}");
    }
}
