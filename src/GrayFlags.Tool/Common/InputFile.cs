namespace GrayFlags.Tool.Common;

/// <summary>Reads files that somebody named.</summary>
internal static class InputFile
{
    /// <summary>Reads or opens a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="UsageException">It is not there or cannot be read; the message names it.</exception>
    public static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>True for what a file, its path or its rights can be the reason of.</summary>
    public static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
