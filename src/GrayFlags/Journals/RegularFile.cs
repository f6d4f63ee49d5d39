namespace GrayFlags.Journals;

/// <summary>Opens the library's own regular files: follows no link and waits for no pipe.</summary>
internal static class RegularFile
{
    /// <summary>Opens the file. Returns null when there is none, or, with a problem, when it is not a regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">The problem found, or null.</param>
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

    // Opened for writing even by readers: opening a pipe that way does not wait for its other end, whenever the pipe was put there.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, Options(FileAccess.ReadWrite));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not FileNotFoundException)
        {
            // A process without write permission has not put a pipe here either; a pipe reports that it has no length.
            return new FileInfo(path).Length == 0 ? null : new FileStream(path, Options(FileAccess.Read));
        }
    }

    // Blocks neither a rename over it nor a deletion, which matters on Windows.
    private static FileStreamOptions Options(FileAccess access) => new() { Access = access, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
}
