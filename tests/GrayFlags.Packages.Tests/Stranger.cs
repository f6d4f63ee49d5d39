using System.Diagnostics;

namespace GrayFlags.Packages.Tests;

/// <summary>An app outside of the repository, built.</summary>
/// <param name="name">The name of its project.</param>
/// <param name="folder">The folder of its project, where it runs as by <c>dotnet run</c>.</param>
internal sealed class Stranger(string name, string folder)
{
    public string Assembly => Path.Combine(folder, "bin", "Release", $"{name}.dll");

    // Of an app with a runtime of its own.
    private string Program => Path.Combine(folder, "bin", "Release", OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    public string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    public void Write(string file, string content) => File.WriteAllText(Path.Combine(folder, file), content);

    /// <summary>Runs it to its end and gives what it has printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var output = File.Exists(Program)
            ? await Command.RunAsync(folder, Program, arguments)
            : await Command.RunAsync(folder, "dotnet", ["exec", Assembly, .. arguments]);
        return output.ReplaceLineEndings("\n").TrimEnd('\n');
    }

    /// <summary>Starts it.</summary>
    public RunningApp Start(params string[] arguments)
    {
        var start = Command.Start(folder, "dotnet", ["exec", Assembly, .. arguments]);
        start.Environment["HOME"] = folder; // the keys of data protection
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        return new RunningApp(Process.Start(start)!);
    }

    /// <summary>Starts it as a web server on a free port.</summary>
    public RunningApp Serve() => Start("--urls", "http://127.0.0.1:0");
}
