using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GrayFlags.Tests.Kit;

/// <summary>The few system calls for which .NET has no method.</summary>
internal static partial class LibC
{
    /// <summary>rename(2): replaces the target atomically, also where it is a link to a directory, at which File.Move fails.</summary>
    public static void Rename(string from, string to) => Check(RenameCore(from, to));

    /// <summary>mkfifo(3): a named pipe, readable and writable for its owner.</summary>
    public static void MakeFifo(string path) => Check(MakeFifoCore(path, 0b110_000_000));

    /// <summary>mknod(2): a device like /dev/zero; false where only others may make one.</summary>
    public static bool TryMakeZeroDevice(string path) => OperatingSystem.IsLinux() && MakeNodeCore(path, 0x2000 | 0b110_000_000, 0x105) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUserId();

    /// <summary>inotify_init1(2): an instance, invalid when the user or the process may have no more.</summary>
    public static SafeFileHandle StartInotify() => StartInotifyCore(0);

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial SafeFileHandle StartInotifyCore(int flags);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCore(string from, string to);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNodeCore(string path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifoCore(string path, uint mode);
}
