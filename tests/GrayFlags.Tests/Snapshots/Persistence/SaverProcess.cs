using System.Diagnostics;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>The program of GrayFlags.Tests.Saver, as a process that can be killed.</summary>
internal sealed class SaverProcess : IDisposable
{
    private readonly Process _process;

    private SaverProcess(string program, IEnumerable<string> arguments, string? heapLimit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (heapLimit is not null)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = heapLimit;
        }

        _process = Process.Start(start)!;
    }

    // Beside this project, built with the same configuration for the same framework.
    private static string Dll
    {
        get
        {
            var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var tests = output.Parent!.Parent!.Parent!.Parent!;
            return Path.Combine(tests.FullName, "GrayFlags.Tests.Saver", "bin", output.Parent.Name, output.Name, "GrayFlags.Tests.Saver.dll");
        }
    }

    public static SaverProcess Start(params string[] arguments) => new("dotnet", [Dll, .. arguments]);

    /// <summary>What the program wrote, to its end.</summary>
    /// <param name="heapLimit">How large its heap may grow, in bytes, in hexadecimal; null for no limit.</param>
    /// <param name="arguments">What it shall do.</param>
    public static string[] Run(string? heapLimit, params string[] arguments)
    {
        using var process = new SaverProcess("dotnet", [Dll, .. arguments], heapLimit);
        return process.ReadToEnd();
    }

    /// <summary>What a shell script wrote that runs the program, as <c>"$1"</c>, in namespaces of its own; ignores the test where there are none.</summary>
    public static string[] RunUnshared(string namespaces, string script, string directory)
    {
        if (!OperatingSystem.IsLinux() || !CanUnshare(namespaces))
        {
            Assert.Ignore($"'unshare {namespaces}' is not allowed here: needs Linux with user namespaces.");
        }

        using var process = new SaverProcess("unshare", [namespaces, "sh", "-ec", script, "sh", Dll, directory]);
        return process.ReadToEnd();
    }

    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public void WriteLine() => _process.StandardInput.WriteLine();

    /// <summary>SIGKILL: nothing of the process runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>The lines to the end of the process, which has to end well.</summary>
    public string[] ReadToEnd()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var lines = _process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _process.WaitForExit();
        Assert.That(_process.ExitCode, Is.Zero, () => errors.Result);
        return lines;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static bool CanUnshare(string namespaces)
    {
        try
        {
            using var process = new SaverProcess("unshare", [namespaces, "true"]);
            process._process.WaitForExit();
            return process._process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
