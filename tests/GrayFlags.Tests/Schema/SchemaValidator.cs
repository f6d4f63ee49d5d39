using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;

namespace GrayFlags.Tests.Schema;

/// <summary>Asks ajv, the validator of JSON schemas for node, which is not ours.</summary>
internal static class SchemaValidator
{
    private static readonly string Project = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."));

    public static string SchemaPath => Path.GetFullPath(Path.Combine(Project, "..", "..", "src", "GrayFlags", "schema", "grayflags.schema.json"));

    /// <summary>The mistakes that a schema finds in these documents; those without one are not named.</summary>
    public static IReadOnlyDictionary<string, string> Problems(IReadOnlyDictionary<string, JsonElement> documents, string? schemaPath = null)
    {
        var folder = Path.Combine(Project, "Schema");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Missing("the validator is not installed: npm ci --prefix tests/GrayFlags.Tests/Schema");
        }

        var start = new ProcessStartInfo("node", [Path.Combine(folder, "validate.mjs"), schemaPath ?? SchemaPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            using (var input = new StreamWriter(process.StandardInput.BaseStream))
            {
                input.Write(JsonSerializer.Serialize(documents));
            }

            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors.Result);
            return JsonSerializer.Deserialize<Dictionary<string, string>>(output.Result)!;
        }
        catch (Win32Exception)
        {
            Missing("there is no node");
            throw;
        }
    }

    // Where all is built and tested, nothing may be left out unnoticed.
    private static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }
}
