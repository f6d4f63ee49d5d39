using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GrayFlags.WebBenchmarks;

/// <summary>The process of the apps.</summary>
internal sealed class SitesProcess : IDisposable
{
    private readonly Process _process;

    private SitesProcess(Process process, IReadOnlyList<SiteKind> kinds)
    {
        _process = process;
        Addresses = kinds.ToDictionary(kind => kind, _ => IPEndPoint.Parse(new Uri(Said()).Authority));
    }

    public IReadOnlyDictionary<SiteKind, IPEndPoint> Addresses { get; }

    /// <param name="kinds">The apps, in the order in which they start: who comes first has the memory first.</param>
    public static SitesProcess Start(IReadOnlyList<SiteKind> kinds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Sites.Command, .. kinds.Select(kind => kind.ToString())])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new SitesProcess(Cores.StartServer(start), kinds);
    }

    /// <summary>What all apps together spent so far: CPU time in microseconds, and bytes allocated.</summary>
    public (double Microseconds, double Bytes) Spent()
    {
        _process.StandardInput.WriteLine();
        var numbers = Said().Split(' ');
        return (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Said() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The apps have ended.");
}
