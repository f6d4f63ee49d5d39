using GrayFlags.Journals;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Signing;

/// <summary>Files of keys and signatures.</summary>
internal static class SigningFile
{
    public static string ReadText(string path) => InputFile.Read(path, File.ReadAllText);

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
        catch (Exception exception) when (InputFile.IsOfFile(exception))
        {
            var reason = File.Exists(path) ? "is there already, and a key is not overwritten" : $"cannot be written: {exception.Message}";
            throw new UsageException($"{path} {reason}");
        }
    }
}
