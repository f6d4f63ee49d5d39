using System.Diagnostics;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>The sample, as its reader runs it: processes of its own.</summary>
[TestFixture]
internal sealed class FleetSampleTests
{
    [Test]
    public async Task Sample_EndsWithARollbackOnEveryNode()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string[] arguments =
        [
            Repository.PathOf($"samples/Fleet/bin/{configuration}/net10.0/Fleet.dll"), "--connection", PostgresSetUp.Server.ConnectionString(),
            "--seconds", "120", "--fail-after", "3", "--kill-after", "2",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(process.ExitCode, Is.Zero, error);
            Assert.That(await output, Does.Contain("Every node has rolled it back"));
            Assert.That(await output + error, Does.Not.Contain("s3cret"));
        });
    }
}
