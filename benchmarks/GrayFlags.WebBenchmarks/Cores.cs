using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.WebBenchmarks;

/// <summary>
/// Gives the load a core of its own, the last one, so that what the server spends shows in its requests per second and is not hidden by waiting.
/// </summary>
internal static class Cores
{
    public static int OfServer { get; } = Math.Max(1, Environment.ProcessorCount - 1);

    public static Process StartServer(ProcessStartInfo start)
    {
        // The runtime counts its cores when it starts, and its threads are where the one is that starts it.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = OfServer.ToString(CultureInfo.InvariantCulture);
        MoveSelf((1L << OfServer) - 1);
        var process = Process.Start(start)!;
        MoveSelf(1L << (Environment.ProcessorCount - 1));
        return process;
    }

    // The thread that runs this: it is the load.
    private static void MoveSelf(long mask)
    {
        using var self = Process.GetCurrentProcess();
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            self.ProcessorAffinity = (nint)mask;
        }
    }
}
