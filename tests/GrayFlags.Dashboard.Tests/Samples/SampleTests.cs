using System.Diagnostics;
using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Samples;

/// <summary>The samples with a dashboard, as their reader runs them.</summary>
public sealed partial class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // One name that is none for RequireHost made every page of the shop an error.
    [TestCase("Storefront", "", "api/home", "health", "flags/", "flags/api/summary")]
    [TestCase("ModelRollout", "--seconds 600", "flags/", "flags/api/rollouts/eta-model")]
    public async Task Sample_AnswersUnderTheAddressThatItPrints_AndEndsWhenItIsTold(string name, string arguments, params string[] paths)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Repository.PathOf($"samples/{name}/bin/{configuration}/net10.0/{name}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            WorkingDirectory = Repository.PathOf($"samples/{name}"), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process).WaitAsync(Patience), Timeout = Patience };
            foreach (var path in paths)
            {
                using var response = await client.GetAsync(path);
                Assert.That((int)response.StatusCode, Is.EqualTo(200), path);
            }

            if (OperatingSystem.IsWindows())
            {
                return;
            }

            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            Assert.That(process.WaitForExit(Patience), Is.True, "it ends when it is told to");
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // What it prints later is read as well, or it would wait for a reader.
    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Uri(address.Value);
            }
        }

        throw new InvalidOperationException("It has printed no address.");
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/?")]
    private static partial Regex Address();
}
