using System.Diagnostics;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The sample that people start first, started as they do, and its file edited.</summary>
[NonParallelizable] // starts a process
internal sealed class QuickStartTests
{
    private const string Watching = "Edit ";
    private const string Report = "made-up users";

    private static readonly string Output = Path.Combine(
        SampleTests.QuickStart, "bin", Path.GetRelativePath(Repository.PathOf("tests/GrayFlags.Tests/bin"), AppContext.BaseDirectory));

    [Test]
    public async Task Edit_IsToldInWords()
    {
        using var folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(Output))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", folder["QuickStart.dll"], "--watch"]) { RedirectStandardOutput = true })!;
        try
        {
            await ReadToAsync(process, Watching);
            var text = await File.ReadAllTextAsync(folder["flags.json"]);
            Assert.That(text, Does.Contain("\"percentage\": 25"));
            folder.Write("flags.json", text.Replace("\"percentage\": 25", "\"percentage\": 50", StringComparison.Ordinal));

            var lines = await ReadToAsync(process, Report);
            Assert.That(lines, Has.Member("new-checkout.rules.guangdong.percentage: 25 -> 50"));
            Assert.That(lines[^1], Is.EqualTo($"  new-checkout: 1 of 6 answers change; of 1,000 made-up users {Share(25)} -> {Share(50)}"));
            Assert.That(await process.StandardOutput.ReadLineAsync(), Does.StartWith("    hua: off -> on"));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static int Share(int percent)
    {
        using var flags = GrayEvaluator.FromJson($$"""{ "flags": { "new-checkout": { "rules": { "all": { "percentage": {{percent}} } } } } }""");
        return Enumerable.Range(1, 1_000).Count(number => flags.IsEnabled("new-checkout", new GrayContext($"user-{number}")));
    }

    private static async Task<List<string>> ReadToAsync(Process process, string part)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return lines;
            }
        }

        throw new InvalidOperationException($"The sample has ended before it said '{part}':\n{string.Join('\n', lines)}");
    }
}
