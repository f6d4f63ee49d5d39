using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>The npm packages of the folder Clients: scripts that run on Node, and the bundle for pages.</summary>
internal static class Clients
{
    private static readonly string Folder = Repository.PathOf("tests/GrayFlags.Browser.Tests/Clients");

    // Made once for all pages.
    private static readonly Lazy<string> Bundled = new(() => RunNode("bundle.mjs", ""));

    /// <summary>The script of a page, with the clients in it.</summary>
    public static string PageScript => Bundled.Value;

    /// <summary>Runs a script on Node and returns what it prints.</summary>
    public static string RunNode(string script, string input, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            Needed.Missing("the clients are not installed: npm ci --prefix tests/GrayFlags.Browser.Tests/Clients");
        }

        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            using (var writer = new StreamWriter(process.StandardInput.BaseStream))
            {
                writer.Write(input);
            }

            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"{script} does not end: {errors.Result}");
            }

            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return output.Result;
        }
        catch (Win32Exception)
        {
            Needed.Missing("there is no node");
            throw;
        }
    }
}
