using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.WebBenchmarks;

/// <summary>Gives the load a core of its own, so that what the server spends shows in its requests per second and is not hidden by waiting.</summary>
internal sealed class Cores
{
    private readonly int _servers = Math.Max(1, Environment.ProcessorCount - 1);

    public int OfServers => _servers;

    public Process StartServer(ProcessStartInfo start)
    {
        // The runtime counts its cores when it starts; the affinity comes after.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = _servers.ToString(CultureInfo.InvariantCulture);
        return Start(start, (1L << _servers) - 1);
    }

    public Process StartLoad(ProcessStartInfo start) => Start(start, Environment.ProcessorCount == 1 ? 1 : 1L << (Environment.ProcessorCount - 1));

    private static Process Start(ProcessStartInfo start, long mask)
    {
        var process = Process.Start(start)!;
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            process.ProcessorAffinity = (nint)mask;
        }

        return process;
    }
}
