using System.Diagnostics;
using System.Text;

namespace GrayFlags.Tool.Tests.Kit;

/// <summary>Runs the real program, as it is installed: in a process of its own, in a folder of its own.</summary>
internal static class Grayflags
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "GrayFlags.Tool.dll");

    /// <summary>The output of a run, and its exit code.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error);

    /// <summary>Runs the command with its output piped.</summary>
    public static Result Run(string folder, string input, params string[] args) => Run(folder, input, [], args);

    /// <summary>Runs the command as a terminal of this width shows it, in colour.</summary>
    public static Result RunInColour(string folder, int columns, params string[] args) =>
        Run(folder, "", [new("FORCE_COLOR", "1"), new("COLUMNS", columns.ToString(System.Globalization.CultureInfo.InvariantCulture))], args);

    /// <summary>Starts the command, to talk to it.</summary>
    public static Process Start(string folder, KeyValuePair<string, string>[] environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.ArgumentList.Add(Program);
        Array.ForEach(args, start.ArgumentList.Add);
        foreach (var name in new[] { "NO_COLOR", "FORCE_COLOR", "COLUMNS" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Result Run(string folder, string input, KeyValuePair<string, string>[] environment, params string[] args)
    {
        using var process = Start(folder, environment, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        process.WaitForExit();
        return new(process.ExitCode, output.Result, error.Result);
    }
}
