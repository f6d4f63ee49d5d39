namespace GrayFlags.Journals;

/// <summary>A lock on a directory, held by one handle at a time across processes; the operating system releases it when a process dies.</summary>
/// <remarks>
/// A separate file that is never renamed or deleted. Locking the temporary file itself is not enough: another process may open it just before it is
/// renamed, acquire its lock just after, and then truncate the new target.
/// </remarks>
internal static class FolderLock
{
    private const string FileName = ".lock";

    // EAGAIN on Linux and on macOS and the BSDs, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private const int LinuxAgain = 11;
    private const int BsdAgain = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    /// <summary>Acquires the lock, or returns null when another handle holds it.</summary>
    public static IDisposable? TryTake(string directory) => TryTakeFile(Path.Combine(directory, FileName));

    /// <summary>Acquires the lock of a dedicated lock file, or returns null when another handle holds it.</summary>
    public static IDisposable? TryTakeFile(string path)
    {
        PrivateDirectory.RemoveLink(path);
        Aside.MoveDirectory(path);
        try
        {
            return PrivateDirectory.Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException exception) when (exception.HResult is LinuxAgain or BsdAgain or SharingViolation or LockViolation)
        {
            return null;
        }
    }
}
