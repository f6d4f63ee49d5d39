namespace GrayFlags.Journals;

/// <summary>A directory that nobody else may write to.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryAccessMode = FileAccessMode | UnixFileMode.UserExecute;

    /// <summary>Why it is not safe to use; null when it is, or when it does not exist.</summary>
    /// <remarks>
    /// One that everybody may write to is refused whoever owns it, and its mode is never changed: for root, /tmp is its own. A directory below it is
    /// created private, and that is what the message asks for. What a group may write to is a grant that somebody made (a volume of a pod).
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

    /// <summary>Opens a file in it: for its owner only, and for one handle at a time.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        return new FileStream(path, options);
    }

    /// <summary>Removes a link, never what it points to.</summary>
    public static void RemoveLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
    }
}
