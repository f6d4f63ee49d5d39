namespace GrayFlags.Journals;

/// <summary>A directory that nobody else may write to.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryAccessMode = FileAccessMode | UnixFileMode.UserExecute;

    /// <summary>The reason why the directory is unsafe to use; null when it is safe or does not exist.</summary>
    /// <remarks>
    /// A world-writable directory is refused whoever owns it, and its mode is never changed: for root, /tmp is its own. A directory below it is created
    /// private, and the message suggests one. Group-writable directories are allowed: somebody granted that access (a volume of a pod).
    /// </remarks>
    public static string? Problem(string path)
    {
        var directory = new DirectoryInfo(path);
        if (directory.LinkTarget is not null)
        {
            return "it is a symbolic link";
        }

        var isShared = !OperatingSystem.IsWindows() && directory.Exists && (directory.UnixFileMode & UnixFileMode.OtherWrite) != 0;
        return isShared ? "every user of the machine may write to it; name a directory below it, which is then created private" : null;
    }

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DirectoryAccessMode);
        }
    }

    /// <summary>Opens a file in the directory, accessible to the owner only and exclusive to one handle.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        return new FileStream(path, options);
    }

    /// <summary>Removes a link, never its target.</summary>
    public static void RemoveLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
    }
}
