using GrayFlags.Journals;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Signing;

/// <summary>Files of keys and signatures.</summary>
internal static class SigningFile
{
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (IsAbout(exception))
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes a file that is not there yet, readable by its owner only.</summary>
    public static void WritePrivate(string path, string content) => Write(path, content, static path => PrivateDirectory.Open(path, FileMode.CreateNew));

    /// <summary>Writes a file that is not there yet.</summary>
    public static void WritePublic(string path, string content) => Write(path, content, static path => new FileStream(path, FileMode.CreateNew));

    private static void Write(string path, string content, Func<string, FileStream> open)
    {
        try
        {
            using var file = open(path);
            using var writer = new StreamWriter(file);
            writer.Write(content);
        }
        catch (Exception exception) when (IsAbout(exception))
        {
            var reason = File.Exists(path) ? "is there already, and a key is not overwritten" : $"cannot be written: {exception.Message}";
            throw new UsageException($"{path} {reason}");
        }
    }

    private static bool IsAbout(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
