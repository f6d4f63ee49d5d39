using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.WebBenchmarks;

/// <summary>Gives the load a core of its own, so that what the server spends shows in its requests per second and is not hidden by waiting.</summary>
internal static class Cores
{
    public static int OfServer { get; } = Math.Max(1, Environment.ProcessorCount - 1);

    public static Process StartServer(ProcessStartInfo start)
    {
        // The runtime counts its cores when it starts; the affinity comes after.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = OfServer.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        Move(process, (1L << OfServer) - 1);
        return process;
    }

    /// <summary>Moves this process, which is the load, to the last core.</summary>
    public static void TakeLast()
    {
        using var self = Process.GetCurrentProcess();
        Move(self, 1L << (Environment.ProcessorCount - 1));
    }

    private static void Move(Process process, long mask)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            process.ProcessorAffinity = (nint)mask;
        }
    }
}
