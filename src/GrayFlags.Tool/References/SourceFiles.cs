using System.Text;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.References;

/// <summary>The source files below a folder, in the order of their names.</summary>
internal static class SourceFiles
{
    /// <summary>The longest file that is read, in bytes: what is longer was written by no person.</summary>
    public const long MaxBytes = 2 * 1024 * 1024;

    public const string DefaultExtensions = "cs,cshtml,razor,vb,fs,fsx,js,jsx,mjs,cjs,ts,tsx,vue,html";

    private static readonly HashSet<string> Skipped =
        new(["bin", "obj", ".git", ".vs", ".idea", "node_modules", "TestResults"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UsageException">The folder is not there.</exception>
    public static IEnumerable<(string Path, string Extension)> Of(string folder, IReadOnlySet<string> extensions)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"--src is '{folder}', and no folder");
        }

        return Below(new DirectoryInfo(folder), extensions);
    }

    /// <summary>The text of a file; null when it is binary or cannot be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan(0, Math.Min(bytes.Length, 8_000)).Contains((byte)0) && !IsUtf16(bytes) ? null : Text(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsUtf16(byte[] bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static string Text(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static IEnumerable<(string Path, string Extension)> Below(DirectoryInfo folder, IReadOnlySet<string> extensions)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in folder.EnumerateFiles("*", options).OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            var extension = file.Extension.TrimStart('.').ToLowerInvariant();
            if (extensions.Contains(extension) && file.Length <= MaxBytes)
            {
                yield return (file.FullName, extension);
            }
        }

        foreach (var below in folder.EnumerateDirectories("*", options).OrderBy(static below => below.Name, StringComparer.Ordinal))
        {
            foreach (var file in Skipped.Contains(below.Name) ? [] : Below(below, extensions))
            {
                yield return file;
            }
        }
    }
}
