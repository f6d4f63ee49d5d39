namespace GrayFlags.Journals;

/// <summary>Opens files of the library's own, and nothing that stands in their place: follows no link and waits for no pipe.</summary>
internal static class RegularFile
{
    /// <summary>Null where there is none, or, with a problem, where something else is in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static FileStream? Open(string path, out string? problem)
    {
        var file = new FileInfo(path);
        problem = file.LinkTarget is not null ? "it is a symbolic link" : Directory.Exists(path) ? "it is a directory" : null;
        if (problem is not null || !file.Exists)
        {
            return null;
        }

        var stream = Open(path);
        if (stream is null || !stream.CanSeek || stream.Length == 0)
        {
            // Devices have a length of 0, too.
            problem = stream is null || stream.CanSeek ? "it is empty" : "it is no regular file";
            stream?.Dispose();
            return null;
        }

        return stream;
    }

    // For writing as well, also by who only reads: a pipe that is opened so does not wait for its other end, whenever it was put there.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, Options(FileAccess.ReadWrite));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not FileNotFoundException)
        {
            // Who may not write here has not put a pipe here either; one says of itself that it has no length.
            return new FileInfo(path).Length == 0 ? null : new FileStream(path, Options(FileAccess.Read));
        }
    }

    // Neither in the way of a rename over it nor of a deletion, which matters on Windows.
    private static FileStreamOptions Options(FileAccess access) => new() { Access = access, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
}
