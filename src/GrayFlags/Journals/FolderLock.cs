namespace GrayFlags.Journals;

/// <summary>Lets one handle at a time change a directory, over processes; the system lets go of it when a process dies.</summary>
/// <remarks>
/// A file of its own, that is never renamed or deleted. Locking the temporary file itself is not enough: another process may have opened it just
/// before it was renamed, would get its lock just after, and would then truncate what is the target by now.
/// </remarks>
internal static class FolderLock
{
    private const string FileName = ".lock";

    // EAGAIN on Linux and on macOS and the BSDs, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private const int LinuxAgain = 11;
    private const int BsdAgain = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    /// <summary>Null when another one has it.</summary>
    public static IDisposable? TryTake(string directory) => TryTakeFile(Path.Combine(directory, FileName));

    /// <summary>The same for a file that is there for nothing else. Null when another one has it.</summary>
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
