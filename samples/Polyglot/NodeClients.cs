using System.ComponentModel;
using System.Diagnostics;

namespace Polyglot;

/// <summary>The clients that npm brings: built when they are not yet, and run by Node.</summary>
internal sealed class NodeClients(string folder)
{
    public string PageScript => Path.Combine(folder, "dist", "page.js");

    /// <summary>Installs the packages, if they are not there, and bundles the page.</summary>
    public void Build()
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Run(Npm, "ci", "--no-audit", "--no-fund");
        }

        Run(Npm, "run", "--silent", "build");
    }

    /// <summary>Asks for some users and prints what they get.</summary>
    public int AskOnce(string address) => Wait(Start("node", address, "server.mjs", "--once"));

    /// <summary>Starts the Node server; it ends with this program.</summary>
    public Process Serve(string address)
    {
        var process = Start("node", address, "server.mjs");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
        return process;
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static int Wait(Process process)
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    private void Run(string program, params string[] arguments)
    {
        if (Wait(Start(program, "", arguments)) is not 0 and var code)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.");
        }
    }

    private Process Start(string program, string address, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["OFREP_ENDPOINT"] = address + "/backend";
        start.Environment["BACKEND_KEY"] = BackendKey.Value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"There is no {program}: install Node.js 20 or later.", exception);
        }
    }
}
