using System.Diagnostics;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>Programs that tests start.</summary>
internal static class Command
{
    // Of the build that runs the tests, and not for the ones that they start.
    private static readonly string[] Inherited = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>Runs a program to its end and gives what it has written; fails with it when the exit code is not 0.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(Start(folder, program, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}\n{await errors}");
        return output;
    }

    public static ProcessStartInfo Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(program), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Inherited)
        {
            start.Environment.Remove(name);
        }

        // A build that stays for the next one would keep our pipe open, and its reader waiting.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        return start;
    }

    // Windows looks among its own programs before PATH, where bash is that of a Linux beside it.
    private static string PathOf(string program) =>
        OperatingSystem.IsWindows() && program == "bash"
            ? Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "bash.exe")).First(File.Exists)
            : program;
}
