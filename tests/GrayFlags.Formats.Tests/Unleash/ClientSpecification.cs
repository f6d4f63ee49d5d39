using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace GrayFlags.Formats.Tests.Unleash;

/// <summary>The client specification of Unleash, from npm: the cases that every SDK of Unleash has to pass.</summary>
internal static class ClientSpecification
{
    private const string Package = "@unleash/client-specification@6.1.0";

    /// <summary>The files of the specification; null with the reason where npm does not give them.</summary>
    public static IReadOnlyList<JsonElement>? Load(out string reason)
    {
        var folder = Directory.CreateTempSubdirectory("grayflags-specification-");
        try
        {
            return Pack(folder.FullName, out reason) is { } archive ? Read(archive) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Pack(string folder, out string reason)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["pack", Package, "--silent"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var name = npm.StandardOutput.ReadToEndAsync();
            reason = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? Path.Combine(folder, name.GetAwaiter().GetResult().Trim()) : null;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            reason = $"npm is not there: {exception.Message}";
            return null;
        }
    }

    private static List<JsonElement> Read(string archive)
    {
        var files = new List<JsonElement>();
        using var unzipped = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            var isCase = entry.Name.Contains("specifications/", StringComparison.Ordinal) && !entry.Name.EndsWith("index.json", StringComparison.Ordinal);
            if (isCase && entry.DataStream is { } stream)
            {
                files.Add(JsonSerializer.Deserialize<JsonElement>(stream));
            }
        }

        return files;
    }
}
