using System.ComponentModel;
using System.Diagnostics;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>The npm packages of the folder Clients: scripts that run on Node, and the bundle for pages.</summary>
internal static class Clients
{
    private static readonly string Folder = Repository.PathOf("tests/GrayFlags.Browser.Tests/Clients");

    // Made once for all pages.
    private static readonly Lazy<string> Bundled = new(() =>
    {
        Run(Path.Combine(Folder, "node_modules", ".bin", "esbuild"), [
            "page.jsx", "--bundle", "--format=iife", "--jsx=automatic", "--define:process.env.NODE_ENV=\"production\"", "--outfile=node_modules/.cache/page.js",
            "--log-level=error",
        ]);
        return File.ReadAllText(Path.Combine(Folder, "node_modules", ".cache", "page.js"));
    });

    /// <summary>The script of a page, with the clients in it.</summary>
    public static string PageScript
    {
        get
        {
            AreThere();
            return Bundled.Value;
        }
    }

    /// <summary>Runs a script on Node and returns what it prints.</summary>
    public static string RunNode(string script, string input, params string[] arguments)
    {
        AreThere();
        return Run("node", [script, .. arguments], input);
    }

    private static void AreThere()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            Needed.Missing("the clients are not installed: npm ci --prefix tests/GrayFlags.Browser.Tests/Clients");
        }
    }

    private static string Run(string program, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
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
                Assert.Fail($"{program} does not end: {errors.Result}");
            }

            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return output.Result;
        }
        catch (Win32Exception)
        {
            Needed.Missing($"there is no {program}");
            throw;
        }
    }
}
