using System.Runtime.InteropServices;

namespace GrayFlags.Benchmarks.Short;

/// <summary>The CPU time of the calling thread: what two threads cost each other shows in it, what other processes take does not.</summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuTime = 3;

    public static bool IsSupported => OperatingSystem.IsLinux();

    public static double Nanoseconds() => clock_gettime(ThreadCpuTime, out var time) == 0
        ? (time.Seconds * 1e9) + time.Nanoseconds
        : throw new InvalidOperationException("There is no clock of the thread.");

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
